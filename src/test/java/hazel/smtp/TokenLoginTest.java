package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Precedent;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.Optional;

/// Logging in with an access token in place of a password: RFC 7628, and what Google and Microsoft
/// publish.
class TokenLoginTest {

    private static final String HELLO =
            """
            S: 220 mx.test ready
            C: EHLO localhost
            S: 250-mx.test
            """;

    private static final Login ADA =
            new Login(
                    new Credentials("a,da=x", Credentials.Kind.ACCESS_TOKEN, "to-ken"),
                    Optional.empty());

    private final Transcript transcript = new Transcript();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private Problem failure(Server server) {
        return catchThrowableOfType(MailException.class, () -> Probe.of(server, transcript))
                .problem();
    }

    @Test
    void theStandardsMechanismIsPreferred() throws Exception {
        try (var server =
                new ScriptedServer(
                        HELLO
                                + "S: 250 AUTH PLAIN XOAUTH2 OAUTHBEARER\nC: AUTH OAUTHBEARER "
                                + "\nS: 235 welcome\nC: QUIT\nS: 221 bye\n")) {
            assertThat(Probe.of(server.server().withLogin(ADA), transcript).loggedIn()).isTrue();
            String said = server.heard().get(1).substring("AUTH OAUTHBEARER ".length());
            assertThat(new String(Base64.getDecoder().decode(said), UTF_8))
                    .isEqualTo(
                            "n,a=a=2Cda=3Dx,\u0001host=127.0.0.1\u0001port="
                                    + server.server().port()
                                    + "\u0001auth=Bearer to-ken\u0001\u0001");
            assertThat(transcript.toString()).doesNotContain("to-ken", said);
        }
    }

    @Test
    void aRefusalHasItsReasonAskedFor() throws Exception {
        String message = base64("user=a,da=x\u0001auth=Bearer to-ken\u0001\u0001");
        String why = base64("{\"status\":\"401\"}");
        try (var server =
                new ScriptedServer(
                        HELLO
                                + "S: 250 AUTH XOAUTH2\nC: AUTH XOAUTH2 "
                                + message
                                + "\nS: 334 "
                                + why
                                + "\nC: \nS: 535 5.7.8 expired\n")) {
            assertThat(failure(server.server().withLogin(ADA)))
                    .isInstanceOf(Problem.BadCredentials.class);
        }
        try (var server =
                new ScriptedServer(
                        HELLO
                                + "S: 250 AUTH OAUTHBEARER\nC: AUTH OAUTHBEARER\nS: 334 "
                                + why
                                + "\nC: AQ==\nS: 535 5.7.8 expired\n")) {
            assertThat(failure(server.server().withLogin(ADA)))
                    .isInstanceOf(Problem.BadCredentials.class);
        }
    }

    /// A source that has another token is asked for it once, over the same connection.
    @Test
    void anotherTokenIsTriedWhereThereIsOne() throws Exception {
        var source =
                new Credentials.Source() {
                    @Override
                    public Credentials get() {
                        return new Credentials("ada", Credentials.Kind.ACCESS_TOKEN, "old");
                    }

                    @Override
                    public Optional<Credentials> insteadOf(Credentials refused) {
                        return refused.secret().equals("old")
                                ? Optional.of(
                                        new Credentials(
                                                "ada", Credentials.Kind.ACCESS_TOKEN, "new"))
                                : Optional.empty();
                    }
                };
        try (var server =
                new ScriptedServer(
                        HELLO
                                + "S: 250 AUTH XOAUTH2\nC: "
                                + said("old")
                                + "\nS: 535 5.7.8 expired\nC: "
                                + said("new")
                                + "\nS: 235 welcome\nC: QUIT\nS: 221 bye\n")) {
            var login = new Login("ada", source, Optional.empty(), Precedent.NONE);
            assertThat(Probe.of(server.server().withLogin(login), transcript).loggedIn()).isTrue();
        }
    }

    private static String said(String token) {
        return "AUTH XOAUTH2 " + base64("user=ada\u0001auth=Bearer " + token + "\u0001\u0001");
    }

    @Test
    void aTokenIsNeverSentAsAPasswordNorAPasswordAsAToken() throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 AUTH PLAIN LOGIN\nC: QUIT\n")) {
            assertThat(failure(server.server().withLogin(ADA)))
                    .isInstanceOf(Problem.BadCredentials.class);
            assertThat(server.heard()).noneMatch(l -> l.startsWith("AUTH"));
        }
        try (var server = new ScriptedServer(HELLO + "S: 250 AUTH XOAUTH2\nC: QUIT\n")) {
            assertThat(failure(server.server().withLogin(new Login("ada", "secret"))))
                    .isInstanceOf(Problem.BadCredentials.class);
            assertThat(server.heard()).noneMatch(l -> l.startsWith("AUTH"));
        }
    }
}
