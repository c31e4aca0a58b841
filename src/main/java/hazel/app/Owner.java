package hazel.app;

import hazel.tls.Fingerprint;
import hazel.tls.Pins;

/// Who pins certificates: an account or the bundled relay, by the name of its table in the dotfile.
public record Owner(String name) {

    /// For its smarthost.
    public static final Owner RELAY = new Owner("relay");

    public static Owner account(String account) {
        return new Owner("account." + account);
    }

    /// A pin of its own.
    ///
    /// @param fingerprint as in [hazel.mail.ServerCertificate]
    public Pins.Pin pin(String host, int port, String fingerprint) {
        return new Pins.Pin(name, host, port, new Fingerprint(fingerprint));
    }
}
