package hazel.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// The examples of the mechanisms' own specifications.
class SaslTest {

    private static final Credentials PENCIL = Credentials.password("user", "pencil");
    private static final Sasl.Host HOST = new Sasl.Host("imap.example.org", 993);

    private static String respond(Sasl.Exchange exchange, String challenge) throws MailException {
        return new String(exchange.respond(challenge.getBytes(UTF_8)), UTF_8);
    }

    private static String initial(Sasl.Exchange exchange) {
        return new String(exchange.initial().orElseThrow(), UTF_8);
    }

    @Test
    void whoShowsACertificateSaysOnlyAsWhom() throws Exception {
        Sasl.Exchange external =
                Sasl.choose(
                        Credentials.certificate("tim"),
                        Set.of("PLAIN", "EXTERNAL"),
                        Optional.empty(),
                        new Sasl.Host("localhost", 465));
        assertThat(external.mechanism()).isEqualTo("EXTERNAL");
        assertThat(external.initialWord()).contains("dGlt");
        assertThatThrownBy(() ->
                        Sasl.choose(
                                Credentials.certificate("tim"),
                                Set.of("PLAIN"),
                                Optional.empty(),
                                new Sasl.Host("localhost", 465)))
                .isInstanceOf(MailException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "no such command: LOGIN user pencil, no such command: LOGIN user ***",
        "failed: AHVzZXIAcGVuY2ls, failed: ***",
        "failed: cGVuY2ls=, failed: ***=",
        "what is x/AHVzZXIAcGVuY2ls, what is ***",
        "failed: UGFzc3dvcmQ6, failed: UGFzc3dvcmQ6",
        "a5 NO [AUTHENTICATIONFAILED] Authentication failed., a5 NO [AUTHENTICATIONFAILED]"
                + " Authentication failed."
    })
    void whatAServerSendsBackOfASecretIsMasked(String told, String shown) {
        assertThat(PENCIL.masked(told)).isEqualTo(shown);
    }

    @Test
    void scramSha1AsInRfc5802() throws MailException {
        var scram = new Scram("SCRAM-SHA-1", PENCIL, "host", "fyko+d2lbbFgONRv9qkxdawL");

        assertThat(initial(scram)).isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assertThat(
                        respond(
                                scram,
                                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,"
                                        + "i=4096"))
                .isEqualTo(
                        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                                + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(scram.isComplete()).isFalse();
        assertThat(respond(scram, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).isEmpty();
        assertThat(scram.isComplete()).isTrue();
    }

    private static final String SHA_256 =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    @Test
    void scramSha256AsInRfc7677() throws MailException {
        var scram = new Scram("SCRAM-SHA-256", PENCIL, "host", "rOprNGfwEbeRWgbNEkqO");

        assertThat(respond(scram, SHA_256))
                .isEqualTo(
                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(respond(scram, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isEmpty();
        assertThat(scram.isComplete()).isTrue();
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsFoundOut() throws MailException {
        var scram = new Scram("SCRAM-SHA-256", PENCIL, "host", "rOprNGfwEbeRWgbNEkqO");
        assertThat(respond(scram, SHA_256)).isNotEmpty();

        assertThatThrownBy(() -> respond(scram, "v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
                .hasMessageContaining("does not know the password");
        assertThat(scram.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=*,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=9999999",
                "m=1,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
            })
    void aChallengeThatIsNoneIsRefused(String challenge) {
        var scram = new Scram("SCRAM-SHA-256", PENCIL, "host", "rOprNGfwEbeRWgbNEkqO");
        assertThatThrownBy(() -> respond(scram, challenge))
                .hasMessageContaining("does not keep to SCRAM-SHA-256");
    }

    @Test
    void cramMd5AsInRfc2195() throws MailException {
        Sasl.Exchange cram =
                choose(Credentials.password("tim", "tanstaaftanstaaf"), "CRAM-MD5", "PLAIN");
        assertThat(respond(cram, "<1896.697170952@postoffice.reston.mci.net>"))
                .isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
    }

    private static Sasl.Exchange choose(Credentials credentials, String... offered)
            throws MailException {
        return Sasl.choose(credentials, Set.of(offered), Optional.empty(), HOST);
    }

    @Test
    void theStrongestIsChosenAndATokenIsNeverSaidAsAPassword() throws MailException {
        assertThat(choose(PENCIL, "PLAIN", "SCRAM-SHA-1", "LOGIN").mechanism())
                .isEqualTo("SCRAM-SHA-1");
        var token = new Credentials("ada", Credentials.Kind.ACCESS_TOKEN, "t0ken");
        Sasl.Exchange bearer = choose(token, "PLAIN", "XOAUTH2", "OAUTHBEARER");
        assertThat(initial(bearer))
                .isEqualTo(
                        "n,a=ada,\u0001host=imap.example.org\u0001port=993\u0001auth=Bearer"
                                + " t0ken\u0001\u0001");
        assertThat(initial(choose(token, "XOAUTH2")))
                .isEqualTo("user=ada\u0001auth=Bearer t0ken\u0001\u0001");
        assertThatThrownBy(() -> choose(token, "PLAIN", "LOGIN"))
                .hasMessageContaining("by none of which Hazel can log in")
                .hasMessageNotContaining("t0ken");
        assertThat(token.toString()).doesNotContain("t0ken");
    }

    @Test
    void plainAndLoginSayBothInTheirWays() throws MailException {
        assertThat(initial(choose(PENCIL, "PLAIN"))).isEqualTo("\0user\0pencil");
        Sasl.Exchange login = choose(PENCIL, "LOGIN");
        assertThat(login.initial()).isEmpty();
        assertThat(respond(login, "Username:")).isEqualTo("user");
        assertThat(respond(login, "Password:")).isEqualTo("pencil");
    }

    /// Who left the password empty hears from the server that it is wrong.
    @Test
    void anEmptyPasswordIsAKeyAsAnyOther() {
        assertThat(HexFormat.of().formatHex(Sasl.hmac("HmacSHA256", new byte[0], new byte[0])))
                .isEqualTo("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    }
}
