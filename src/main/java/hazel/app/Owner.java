package hazel.app;

/// Who pins certificates: an account or the bundled relay, by the name of its table in the dotfile.
public record Owner(String name) {

    /// For its smarthost.
    public static final Owner RELAY = new Owner("relay");

    public static Owner account(String account) {
        return new Owner("account." + account);
    }
}
