package hazel.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A server that asks for more than it did before.
class LoginTest {

    private static final Sasl.Host HOST = new Sasl.Host("imap.example.org", 993);
    private static final Credentials ADA = Credentials.password("ada", "secret");

    private final List<String> told = new ArrayList<>();
    private Optional<String> remembered = Optional.empty();

    private final Login login =
            new Login(ADA, Optional.empty())
                    .after(
                            new Precedent() {
                                @Override
                                public Optional<String> mechanism() {
                                    return remembered;
                                }

                                @Override
                                public void note(String mechanism) {
                                    remembered = Optional.of(mechanism);
                                }

                                @Override
                                public void lapse(String warning) {
                                    told.add(warning);
                                    remembered = Optional.empty();
                                }
                            });

    private static Login.Peer peer(boolean isProtected, String... offered) {
        return new Login.Peer(HOST, Set.of(offered), isProtected);
    }

    private void in(Login.Peer peer) throws MailException {
        login.perform(as -> login.exchange(as, peer).mechanism());
    }

    @Test
    void whoDidWithoutThePasswordAndAsksForItNowIsToldOfOnce() throws Exception {
        in(peer(true, "PLAIN", "SCRAM-SHA-256"));
        assertThat(remembered).contains("SCRAM-SHA-256");
        in(peer(true, "PLAIN", "SCRAM-SHA-256"));
        assertThat(told).isEmpty();

        in(peer(true, "PLAIN", "LOGIN"));
        in(peer(true, "PLAIN", "LOGIN"));
        assertThat(told)
                .containsExactly(
                        "imap.example.org took the login by SCRAM-SHA-256 before, and now asks for"
                                + " the password itself (PLAIN), which was sent to it under TLS. If"
                                + " whoever runs it changed nothing, change the password");
    }

    @Test
    void inClearItIsNotTold() throws Exception {
        in(peer(false, "CRAM-MD5"));
        assertThatThrownBy(() -> in(peer(false, "LOGIN")))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(Problem.NotTrusted.class)
                                        .extracting(Problem::message)
                                        .asString()
                                        .endsWith(
                                                "without TLS; it was not sent. If that is right,"
                                                        + " write auth = \"LOGIN\" for the"
                                                        + " account"));
        assertThat(remembered).contains("CRAM-MD5");
    }

    @Test
    void whatWasNeverOtherwiseOrIsPrescribedIsNoNews() throws Exception {
        in(peer(false, "PLAIN"));
        in(peer(false, "PLAIN"));
        remembered = Optional.of("SCRAM-SHA-1");
        Login prescribed = login.by("plain");
        assertThat(prescribed.exchange(ADA, peer(false, "PLAIN")).mechanism()).isEqualTo("PLAIN");
        assertThat(told).isEmpty();
    }

    @Test
    void aRefusedLoginIsNotRemembered() {
        assertThatThrownBy(() ->
                        login.perform(_ -> {
                            throw new MailException(new Problem.BadCredentials("ada", "no"));
                        }))
                .isInstanceOf(MailException.class);
        assertThat(remembered).isEmpty();
    }
}
