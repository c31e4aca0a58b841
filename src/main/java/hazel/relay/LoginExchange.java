package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.smtp.Reply;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What is said between AUTH and a name with a password: the server's side of PLAIN (RFC 4616) and
/// of LOGIN, which no RFC describes and every old client speaks. Pure.
///
/// @param user said already, with LOGIN
record LoginExchange(Mechanism mechanism, Optional<String> user) {

    enum Mechanism {
        PLAIN,
        LOGIN
    }

    /// Who a client says it is. Whether it is, [Logins] knows.
    record Claim(String user, String password) {
        @Override
        public String toString() {
            return "Claim[" + user + ", ***]";
        }
    }

    sealed interface Move {}

    record Ask(LoginExchange next, Reply challenge) implements Move {}

    record Claimed(Claim claim) implements Move {}

    record Broken(Reply why) implements Move {}

    static Optional<Mechanism> mechanism(String name) {
        return Arrays.stream(Mechanism.values())
                .filter(m -> m.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// @param initial what came with AUTH, in base64; `=` for nothing (RFC 4954 section 4)
    static Move begin(Mechanism mechanism, Optional<String> initial) {
        var exchange = new LoginExchange(mechanism, Optional.empty());
        return initial.isPresent()
                ? exchange.answer(initial.get().equals("=") ? "" : initial.get())
                : exchange.ask();
    }

    private Move ask() {
        return switch (mechanism) {
            case PLAIN -> new Ask(this, Reply.of(334, ""));
            case LOGIN ->
                    new Ask(
                            this,
                            Reply.of(334, encode(user.isEmpty() ? "Username:" : "Password:")));
        };
    }

    /// @param line in base64, or `*`
    Move answer(String line) {
        if (line.equals("*")) {
            return new Broken(Reply.enhanced(501, "5.7.0", "Cancelled, as you wish"));
        }
        Optional<String> text = decode(line);
        if (text.isEmpty()) {
            return new Broken(Reply.enhanced(501, "5.5.2", "That is not base64"));
        }
        return switch (mechanism) {
            case PLAIN -> plain(text.get());
            case LOGIN ->
                    user.isPresent()
                            ? claimed(user.get(), text.get())
                            : new LoginExchange(mechanism, text).ask();
        };
    }

    private static Move plain(String text) {
        List<String> parts = List.of(text.split("\0", -1));
        if (parts.size() != 3) {
            return new Broken(Reply.enhanced(501, "5.5.2", "That is not PLAIN"));
        }
        boolean isForOther = !parts.get(0).isEmpty() && !parts.get(0).equals(parts.get(1));
        return isForOther
                ? new Broken(
                        Reply.enhanced(535, "5.7.8", "Nobody acts in the name of another here"))
                : claimed(parts.get(1), parts.get(2));
    }

    /// A name goes into a Received field and into the log.
    private static Move claimed(String user, String password) {
        boolean isName = user.matches("[A-Za-z0-9._@+-]{1,64}");
        return isName && !password.isEmpty()
                ? new Claimed(new Claim(user, password))
                : new Broken(Reply.enhanced(535, "5.7.8", "Wrong name or password"));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static Optional<String> decode(String line) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(line), UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not base64
        }
    }
}
