package hazel.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The server's side of SCRAM-SHA-256.
class ScramServerTest {

    /// RFC 7677 section 3.
    private static final ScramKeys KEYS =
            ScramKeys.of("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String BOTH = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String LAST =
            "c=biws," + BOTH + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    private static ScramServer server() {
        return ScramServer.of(
                ScramServer.First.read(FIRST).orElseThrow(),
                KEYS,
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    }

    @Test
    void itSaysWhatTheRfcSays() {
        assertThat(server().challenge()).isEqualTo(BOTH + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(server().user()).isEqualTo("user");
        assertThat(server().end(LAST)).contains("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void anyOctetOfTheLastMessageThatIsOtherLetsNobodyIn() {
        for (int i = 0; i < LAST.length(); i++) {
            for (char other : new char[] {'A', 'x', ',', '='}) {
                String changed = LAST.substring(0, i) + other + LAST.substring(i + 1);
                if (!changed.equals(LAST)) {
                    assertThat(server().end(changed)).as(changed).isEmpty();
                }
            }
            assertThat(server().end(LAST.substring(0, i))).isEmpty();
        }
    }

    @Test
    void theClientOfThisProgramLogsInAndNobodyWithAnotherPassword() throws Exception {
        for (String password : new String[] {"pencil", "p\uff45ncil", "pen cil"}) {
            var client =
                    Sasl.choose(
                            Credentials.password("user", password),
                            Set.of("SCRAM-SHA-256"),
                            Optional.empty(),
                            new Sasl.Host("mx.test", 25));
            String first = new String(client.initial().orElseThrow(), UTF_8);
            var server = ScramServer.of(ScramServer.First.read(first).orElseThrow(), KEYS);
            Optional<String> end =
                    server.end(
                            new String(client.respond(server.challenge().getBytes(UTF_8)), UTF_8));
            boolean isIt = password.startsWith("p\uff45") || password.equals("pencil");
            assertThat(end.isPresent()).as(password).isEqualTo(isIt);
            assertThat(KEYS.isOf(password)).as(password).isEqualTo(isIt);
            if (end.isPresent()) {
                client.respond(end.get().getBytes(UTF_8));
                assertThat(client.isComplete()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n=user,r=abc",
                "n,,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,n=user,r=a b",
                "p=tls-exporter,,n=user,r=abc",
                "n,a=other,n=user,r=abc",
                "n,,m=1,n=user,r=abc"
            })
    void whatIsNoBeginningIsNone(String said) {
        assertThat(ScramServer.First.read(said)).isEmpty();
    }

    @Test
    void aClientThatCouldBindToTheChannelAndNamesItselfTwiceIsUnderstood() {
        assertThat(ScramServer.First.read("y,a=us=2Cer,n=us=2Cer,r=abc,x=1"))
                .map(ScramServer.First::user)
                .contains("us,er");
        assertThat(ScramServer.First.read("n,a=,n=ada,r=abc")).isPresent();
    }

    @Test
    void whatIsKeptIsReadAgainAndSaysNothing() {
        assertThat(ScramKeys.parse(KEYS.written()).orElseThrow().isOf("pencil")).isTrue();
        assertThat(KEYS.toString()).isEqualTo("ScramKeys[***]");
        assertThat(ScramKeys.parse(KEYS.written().replace("4096", "10000001"))).isEmpty();
        assertThat(ScramKeys.parse(KEYS.written() + "A")).isEmpty();
    }

    @Test
    void aUserWhoIsNotThereLooksTheSameEachTime() {
        byte[] secret = Salts.newSecret();
        var salts = Salts.of(secret);
        var afterwards = Salts.of(secret);
        byte[] salt = ScramKeys.ofNobody("eve", List.of(5000), salts).salt();
        assertThat(ScramKeys.ofNobody("eve", List.of(5000), afterwards).salt()).isEqualTo(salt);
        assertThat(ScramKeys.ofNobody("bob", List.of(5000), salts).salt()).isNotEqualTo(salt);
        assertThat(ScramKeys.ofLogin("eve", "secret", salts).salt()).isEqualTo(salt);
        assertThat(ScramKeys.ofNobody("eve", List.of(5000), Salts.of(Salts.newSecret())).salt())
                .isNotEqualTo(salt);
        assertThat(
                        Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")
                                .map(user -> ScramKeys.ofNobody(user, List.of(4096, 5000), salts))
                                .map(ScramKeys::iterations))
                .contains(4096, 5000);
    }
}
