package hazel.config;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class OAuth2TablesTest {

    private static final String ACCOUNT =
            """
            [account.work]
            address  = "ada@example.org"
            incoming = "imaps://ada@imap.example.org"
            outgoing = "submissions://ada@smtp.example.org"
            password = { oauth2 = "google" }
            """;

    private static ConfigReader.Result read(String toml) {
        return ConfigReader.read(
                "f",
                toml,
                List.of(),
                Places.under(Path.of("/home/ada")),
                new ConfigReader.Person("", new Address("", "ada", "localhost")));
    }

    private static Secret secret(String toml) {
        var config = ((ConfigReader.Read) read(toml)).config();
        var imap = (StoreConfig.Imap) config.accounts().getFirst().incoming();
        return imap.server().login().orElseThrow().password();
    }

    @Test
    void ofAKnownProviderOnlyTheClientHasToBeNamed() {
        Secret.OAuth2 google =
                (Secret.OAuth2)
                        secret(
                                ACCOUNT
                                        + "[oauth2.google]\nclient = \"me\"\nsecret = { command ="
                                        + " \"pass\" }\n");
        assertThat(google.provider().client()).isEqualTo("me");
        assertThat(google.provider().token())
                .isEqualTo(URI.create("https://oauth2.googleapis.com/token"));
        assertThat(google.provider().secret()).contains(new Secret.Command("pass"));
        assertThat(google.provider().redirectHost()).isEqualTo("127.0.0.1");
        assertThat(google.tokens()).isEqualTo(Path.of("/home/ada/data/hazel/tokens/account-work"));
    }

    @Test
    void anotherProviderIsWrittenInWhole() {
        Secret.OAuth2 own =
                (Secret.OAuth2)
                        secret(
                                ACCOUNT.replace("google", "own")
                                        + """
                                        [oauth2.own]
                                        client    = "me"
                                        authorize = "http://127.0.0.1:8080/authorize"
                                        token     = "https://id.example.org/token"
                                        scope     = "mail"
                                        redirect  = "localhost"
                                        """);
        assertThat(own.provider())
                .isEqualTo(
                        new OAuth2Config(
                                "own",
                                URI.create("http://127.0.0.1:8080/authorize"),
                                URI.create("https://id.example.org/token"),
                                Optional.empty(),
                                "me",
                                Optional.empty(),
                                "mail",
                                "localhost"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scope = \"x\" | 5: account.work.password.oauth2: names 'google'; expected a table"
                        + " [oauth2.google] with client",
                "client = \"x\";token = \"http://id.example.org/\" | 8: oauth2.google.token:"
                        + " expected an https:// address",
                "client = \"x\";token = \"file:///etc/passwd\" | 8: oauth2.google.token: expected"
                        + " an https:// address",
                "client = \"x\";redirect = \"evil.example\" | 8: oauth2.google.redirect: expected"
                        + " 127.0.0.1 or localhost",
                "client = \"x\";clientid = \"y\" | 8: there is no key 'oauth2.google.clientid'; the"
                        + " nearest is 'oauth2.google.client'",
            })
    void aMistakeIsToldWithItsLine(String table, String said) {
        var rejected =
                (ConfigReader.Rejected)
                        read(ACCOUNT + "[oauth2.google]\n" + table.replace(";", "\n") + "\n");
        assertThat(rejected.problems())
                .extracting(p -> p.line() + ": " + p.message())
                .contains(said);
    }

    @Test
    void aProvidersSecretIsNoSignInWithAProvider() {
        assertThat(
                        read(
                                ACCOUNT
                                        + "[oauth2.google]\nclient = \"x\"\nsecret = { oauth2 ="
                                        + " \"google\" }\n"))
                .isInstanceOf(ConfigReader.Read.class);
    }

    @Test
    void aStrangeNameOfAnAccountNamesNoFileElsewhere() {
        String toml =
                ACCOUNT.replace("[account.work]", "[account.\"../../x\"]")
                        + "[oauth2.google]\nclient = \"me\"\n";
        assertThat(((Secret.OAuth2) secret(toml)).tokens())
                .isEqualTo(Path.of("/home/ada/data/hazel/tokens/account-..%2F..%2Fx"));
    }
}
