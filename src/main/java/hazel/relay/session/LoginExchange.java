package hazel.relay.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.sasl.ScramKeys;
import hazel.sasl.ScramServer;
import hazel.smtp.Reply;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is said between AUTH and a name with a password: the server's side of PLAIN (RFC 4616), of
/// LOGIN, which no RFC describes and every old client speaks, and of SCRAM-SHA-256, with which the
/// password does not travel and the server proves itself. Pure.
public sealed interface LoginExchange {

    /// As EHLO offers them, the strongest first.
    String MECHANISMS = ScramServer.MECHANISM + " PLAIN LOGIN";

    /// What a client says of itself, on which somebody outside has to say more.
    sealed interface Claim {
        String user();
    }

    /// Whether it is the user's password, is found out by whoever has the keys.
    record Password(String user, String password) implements Claim {
        @Override
        public String toString() {
            return "Password[" + user + ", ***]";
        }
    }

    /// What is kept of the user's password is needed: see [#goesOn].
    record Named(ScramServer.First first) implements Claim {
        @Override
        public String user() {
            return first.user();
        }
    }

    /// The client has proved that it knows the password, or has not.
    record Proof(String user, boolean isTrue) implements Claim {}

    /// What somebody outside says of a claim.
    sealed interface Verdict {}

    record True() implements Verdict {}

    record False() implements Verdict {}

    record NotKnownNow() implements Verdict {}

    /// That is not the end.
    record GoesOn(Move move) implements Verdict {}

    sealed interface Move {}

    record Ask(LoginExchange next, Reply challenge) implements Move {}

    record Claimed(Claim claim) implements Move {}

    record Broken(Reply why) implements Move {}

    record Plain() implements LoginExchange {
        @Override
        public Move said(String text) {
            List<String> parts = List.of(text.split("\0", -1));
            if (parts.size() != 3) {
                return new Broken(Reply.enhanced(501, "5.5.2", "That is not PLAIN"));
            }
            boolean isForOther = !parts.get(0).isEmpty() && !parts.get(0).equals(parts.get(1));
            return isForOther
                    ? new Broken(
                            Reply.enhanced(535, "5.7.8", "Nobody acts in the name of another here"))
                    : claimed(new Password(parts.get(1), parts.get(2)));
        }
    }

    /// @param user said already
    record Login(Optional<String> user) implements LoginExchange {
        @Override
        public Move said(String text) {
            return user.isPresent()
                    ? claimed(new Password(user.get(), text))
                    : ask("Password:", new Login(Optional.of(text)));
        }
    }

    record Scram() implements LoginExchange {
        @Override
        public Move said(String text) {
            return ScramServer.First.read(text)
                    .map(first -> claimed(new Named(first)))
                    .orElseGet(() ->
                            new Broken(
                                    Reply.enhanced(
                                            501, "5.5.2", "That is not " + ScramServer.MECHANISM)));
        }
    }

    /// The server has said what it has to, and the client proves itself.
    record ScramAsked(ScramServer server) implements LoginExchange {
        @Override
        public Move said(String text) {
            return server.end(text)
                    .<Move>map(proof -> ask(proof, new ScramEnd(server.user())))
                    .orElseGet(() -> new Claimed(new Proof(server.user(), false)));
        }
    }

    /// The server has proved itself too, for which a reply of 235 has no room (RFC 4954 section 4).
    record ScramEnd(String user) implements LoginExchange {
        @Override
        public Move said(String text) {
            return new Claimed(new Proof(user, true));
        }
    }

    /// @param initial what came with AUTH, in base64; `=` for nothing (RFC 4954 section 4)
    /// @return empty where that mechanism is none of ours
    static Optional<Move> begin(String mechanism, Optional<String> initial) {
        return switch (mechanism.toUpperCase(Locale.ROOT)) {
            case ScramServer.MECHANISM -> Optional.of(begin(new Scram(), "", initial));
            case "PLAIN" -> Optional.of(begin(new Plain(), "", initial));
            case "LOGIN" -> Optional.of(begin(new Login(Optional.empty()), "Username:", initial));
            default -> Optional.empty();
        };
    }

    private static Move begin(LoginExchange exchange, String question, Optional<String> initial) {
        return initial.map(said -> exchange.answer(said.equals("=") ? "" : said))
                .orElseGet(() -> ask(question, exchange));
    }

    /// What comes after the keys of a user who was named are found.
    static Verdict goesOn(ScramServer.First first, ScramKeys keys) {
        var server = ScramServer.of(first, keys);
        return new GoesOn(ask(server.challenge(), new ScramAsked(server)));
    }

    /// @param line in base64, or `*`
    default Move answer(String line) {
        if (line.equals("*")) {
            return new Broken(Reply.enhanced(501, "5.7.0", "Cancelled, as you wish"));
        }
        try {
            return said(new String(Base64.getDecoder().decode(line), UTF_8));
        } catch (IllegalArgumentException _) {
            return new Broken(Reply.enhanced(501, "5.5.2", "That is not base64"));
        }
    }

    /// @param text of the client, decoded
    Move said(String text);

    private static Ask ask(String question, LoginExchange next) {
        String encoded = Base64.getEncoder().encodeToString(question.getBytes(UTF_8));
        return new Ask(next, Reply.of(334, encoded));
    }

    /// A name goes into a Received field and into the log.
    private static Move claimed(Claim claim) {
        boolean isName = claim.user().matches("[A-Za-z0-9._@+-]{1,64}");
        boolean isEmpty = claim instanceof Password(_, var password) && password.isEmpty();
        return isName && !isEmpty
                ? new Claimed(claim)
                : new Broken(Reply.enhanced(535, "5.7.8", "Wrong name or password"));
    }
}
