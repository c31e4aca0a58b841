package hazel.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Sasl;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Logging in to a server that has been greeted: by SASL (RFC 5034), or as POP3 has it itself (RFC
/// 1939 section 7).
///
/// @param offers what CAPA told, in capitals
record Pop3Login(
        Pop3Wire wire, Pop3Server server, Set<String> offers, String greeting, boolean isSecure) {

    /// No mechanism has more.
    private static final int MOST_CHALLENGES = 3;

    /// POP3's own, named as mechanisms are.
    private static final String USER = "USER";

    private static final String APOP = "APOP";

    private static final Pattern STAMP = Pattern.compile("<[\\x21-\\x3b\\x3d\\x3f-\\x7e]+>");

    /// What a login came to.
    ///
    /// @param answer the server's last, which may be a refusal
    record Tried(String mechanism, String answer) {}

    /// Logs in.
    ///
    /// @throws MailException with [Problem.BadCredentials] where it offers nothing that fits,
    ///   [Problem.NotTrusted] where it does not prove itself as the mechanism asks, or must not be
    ///   told the password
    Tried said(Credentials as) throws MailException {
        String mechanism = mechanism(as);
        var peer =
                new Login.Peer(
                        new Sasl.Host(server.host(), server.port()), Set.of(mechanism), isSecure);
        return new Tried(
                mechanism,
                switch (mechanism) {
                    case USER -> user(as, peer);
                    case APOP -> apop(as);
                    default -> authenticated(server.login().exchange(as, peer));
                });
    }

    private String user(Credentials as, Login.Peer peer) throws MailException {
        server.login().weigh(USER, peer);
        wire.say("USER " + as.user());
        String first = wire.line();
        if (!Pop3Client.isOk(first)) {
            return first;
        }
        wire.say("PASS " + as.secret());
        return wire.line();
    }

    private String apop(Credentials as) throws MailException {
        wire.say("APOP " + as.user() + " " + md5(stamp() + as.secret()));
        return wire.line();
    }

    /// A mechanism of SASL before what POP3 has of its own, of which APOP comes last: it is MD5.
    private String mechanism(Credentials as) throws MailException {
        List<String> possible = new ArrayList<>(Sasl.fitting(as, saslOffers()));
        if (as.kind() == Credentials.Kind.PASSWORD) {
            if (offers.isEmpty() || offers.contains(USER)) {
                possible.add(USER);
            }
            if (!stamp().isEmpty()) {
                possible.add(APOP);
            }
        }
        Optional<String> asked = server.login().mechanism();
        Optional<String> chosen =
                asked.isPresent()
                        ? asked.filter(possible::contains)
                        : possible.stream().findFirst();
        return chosen.orElseThrow(() ->
                new MailException(
                        new Problem.BadCredentials(
                                as.user(),
                                server.host()
                                        + " offers "
                                        + (possible.isEmpty()
                                                ? "no way to log in that Hazel speaks"
                                                : String.join(", ", possible)
                                                        + " and not "
                                                        + asked.orElse("")
                                                        + "; no other was tried"))));
    }

    private Set<String> saslOffers() {
        return offers.stream()
                .filter(o -> o.startsWith("SASL "))
                .flatMap(o -> Stream.of(o.substring("SASL ".length()).split(" +")))
                .collect(Collectors.toSet());
    }

    /// AUTH (RFC 5034). What the client says first is never said in the command itself, whose line
    /// has no room for a token.
    private String authenticated(Sasl.Exchange sasl) throws MailException {
        wire.say("AUTH " + sasl.mechanism());
        Optional<String> first = sasl.initial().map(said -> said.length == 0 ? "" : word(said));
        String line = wire.line();
        for (int step = 0; isChallenge(line); step++) {
            if (step > MOST_CHALLENGES) {
                throw wire.protocol("asks without end");
            }
            wire.say(step == 0 && first.isPresent() ? first.get() : response(sasl, line));
            line = wire.line();
        }
        if (Pop3Client.isOk(line) && !sasl.isComplete()) {
            throw new MailException(
                    new Problem.NotTrusted(
                            server.host(),
                            server.host() + " did not prove that it knows the password"));
        }
        return line;
    }

    private String response(Sasl.Exchange sasl, String challenge) throws MailException {
        try {
            return sasl.respondWord(challenge.substring(1));
        } catch (IllegalArgumentException e) {
            throw wire.protocol("sends a challenge that is not base64");
        }
    }

    private static boolean isChallenge(String line) {
        return line.equals("+") || line.startsWith("+ ");
    }

    private static String word(byte[] said) {
        return Base64.getEncoder().encodeToString(said);
    }

    /// The time stamp of a greeting that invites to APOP (RFC 1939 section 7), or nothing.
    private String stamp() {
        Matcher m = STAMP.matcher(greeting);
        return m.find() ? m.group() : "";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
