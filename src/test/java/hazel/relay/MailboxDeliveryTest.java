package hazel.relay;

import static hazel.relay.SmtpSessionTest.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.maildir.MaildirStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class MailboxDeliveryTest {

    @TempDir private Path dir;

    @Test
    void mailLiesInTheUsersMaildirAsNew() throws MailException, IOException {
        MaildirStore store = MaildirStore.open(dir.resolve("Mail"), Clock.systemUTC());
        store.create(new MailboxName("ada"));
        var delivery =
                new MailboxDelivery(
                        Map.of("ada", new MailboxName("ada")), store::open, Clock.systemUTC());
        delivery.deliver(
                "ada",
                address("ada@home.test"),
                "Return-Path: <>\r\n\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(newFiles()).hasSize(1);
        assertThat(newFiles().getFirst()).hasContent("Return-Path: <>\n\nhi\n");
        assertThatThrownBy(() -> delivery.deliver("eve", address("eve@home.test"), new byte[0]))
                .isInstanceOf(MailException.class)
                .hasMessage("no such mailbox: eve");
    }

    private List<Path> newFiles() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.getParent().endsWith("new"))
                    .toList();
        }
    }
}
