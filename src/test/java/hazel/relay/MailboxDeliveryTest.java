package hazel.relay;

import static hazel.relay.session.AtHome.address;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    @Test
    void manyDeliverIntoOneMaildirAtOnceAndTheFirstOfThemMakeIt() throws Exception {
        byte[] message = "Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 10; round++) {
            Path mail = dir.resolve("Mail" + round);
            try (var threads = Executors.newFixedThreadPool(8)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Callable<Void> one =
                            () -> {
                                MaildirStore store = MaildirStore.open(mail, Clock.systemUTC());
                                new MailboxDelivery(
                                                Map.of("ada", MailboxName.INBOX),
                                                store::open,
                                                Clock.systemUTC())
                                        .deliver("ada", address("ada@home.test"), message);
                                return null;
                            };
                    all.add(threads.submit(one));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
        }
        assertThat(newFiles()).hasSize(80);
    }

    private List<Path> newFiles() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.getParent().endsWith("new"))
                    .toList();
        }
    }
}
