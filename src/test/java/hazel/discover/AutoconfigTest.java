package hazel.discover;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class AutoconfigTest {

    private static final Address ADA = Address.parse("ada@example.org").orElseThrow();

    private static final String WHOLE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <clientConfig version="1.1">
              <emailProvider id="example.org">
                <domain>example.org</domain>
                <displayName>Example</displayName>
                <incomingServer type="pop3">
                  <hostname>pop.example.org</hostname>
                  <port>995</port>
                  <socketType>SSL</socketType>
                </incomingServer>
                <incomingServer type="imap">
                  <hostname>imap.%EMAILDOMAIN%</hostname>
                  <port>993</port>
                  <socketType>SSL</socketType>
                  <authentication>password-cleartext</authentication>
                  <username>%EMAILLOCALPART%</username>
                </incomingServer>
                <outgoingServer type="smtp">
                  <hostname>smtp.example.org</hostname>
                  <port>587</port>
                  <socketType>STARTTLS</socketType>
                  <username>%EMAILADDRESS%</username>
                </outgoingServer>
              </emailProvider>
            </clientConfig>
            """;

    private static List<String> uris(String xml) {
        return Autoconfig.read(xml, ADA).stream().map(c -> c.uri(c.user().orElse("?"))).toList();
    }

    @Test
    void serversAreReadWithTheirUsers() {
        assertThat(uris(WHOLE))
                .containsExactly(
                        "pop3s://?@pop.example.org:995",
                        "imaps://ada@imap.example.org:993",
                        "submission://ada@example.org@smtp.example.org:587");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<hostname>imap.example.org</hostname><port>143</port><socketType>plain</socketType>",
                "<hostname>imap.example.org</hostname><port>0</port><socketType>SSL</socketType>",
                "<hostname>imap.example.org</hostname><port>65536</port><socketType>SSL</socketType>",
                "<hostname>192.0.2.1</hostname><port>993</port><socketType>SSL</socketType>",
                "<hostname>a b</hostname><port>993</port><socketType>SSL</socketType>",
                "<hostname>x@evil.example</hostname><port>993</port><socketType>SSL</socketType>",
                "<hostname>evil.example/x</hostname><port>993</port><socketType>SSL</socketType>",
                "<port>993</port><socketType>SSL</socketType>",
                ""
            })
    void aServerThatCannotBeUsedSafelyIsLeftOut(String server) {
        assertThat(
                        uris(
                                "<clientConfig><incomingServer type='imap'>"
                                        + server
                                        + "</incomingServer></clientConfig>"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u0007b", "a/b", "\u00e4"})
    void aUserThatNoUriCanHoldIsLeftOut(String user) {
        assertThat(uris(WHOLE.replace("%EMAILLOCALPART%", user.replace('\u0007', '\t'))))
                .contains("imaps://?@imap.example.org:993");
    }

    @Test
    void aDocumentTypeIsRefusedAndNothingOfThisMachineIsRead(@TempDir Path dir) throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "imap.stolen.example");
        String entity =
                "<!DOCTYPE x [<!ENTITY e SYSTEM \""
                        + secret.toUri()
                        + "\">]>\n"
                        + WHOLE.substring(WHOLE.indexOf('\n') + 1)
                                .replace("imap.%EMAILDOMAIN%", "&e;");
        String bomb =
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b"
                        + " \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
                        + WHOLE.substring(WHOLE.indexOf('\n') + 1);
        assertThat(uris(entity)).isEmpty();
        assertThat(uris(bomb)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<", "<html><body>404</body></html>", "\u0000", "<a><b></a>", "&amp;"})
    void whatIsNoSuchFileNamesNoServer(String text) {
        assertThat(uris(text)).isEmpty();
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThat(uris("<a>".repeat(100_000))).isEmpty();
        assertThat(uris("<incomingServer type='imap'><hostname>" + "a".repeat(1_000_000)))
                .isEmpty();
        String many =
                "<c>"
                        + ("<incomingServer type='imap'><hostname>imap.example.org</hostname>"
                                        + "<port>993</port><socketType>SSL</socketType>"
                                        + "</incomingServer>")
                                .repeat(1000)
                        + "</c>";
        assertThat(uris(many)).hasSize(16);
    }
}
