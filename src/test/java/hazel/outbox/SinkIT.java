package hazel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Servers;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.Server;
import hazel.spool.Item;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Postfix's misbehaving servers, each asked twice through an outbox: what became of the message,
/// and how often it came whole, be it to be refused.
class SinkIT {

    private static final String TABLE =
            """
            OK       gone                  1
            OLD      gone                  1
            NOPIPE   gone                  1
            SLOW     gone                  1
            CONNECT4 WAITING WAITING       0
            CONNECT5 WAITING WAITING held  0
            MAIL4    WAITING WAITING       0
            RCPT4    WAITING WAITING       0
            RCPT5    FAILED FAILED         0
            DATA4    WAITING WAITING       0
            DOT4     WAITING WAITING       2
            DOT5     FAILED FAILED         1
            DROPRCPT WAITING WAITING       0
            DROPDATA WAITING WAITING       0
            DROPDOT  UNCERTAIN UNCERTAIN held 1
            SHUT421  WAITING WAITING       0
            LMTP     WAITING WAITING held  0
            """;

    @TempDir Path dir;

    @Test
    void nothingIsLostAndNothingSentTwice() throws Exception {
        try (Servers sink = Servers.start("sink")) {
            for (String row : TABLE.lines().toList()) {
                String name = row.substring(0, row.indexOf(' '));
                assertThat(result(sink, name).replaceAll(" +", " "))
                        .isEqualTo(row.replaceAll(" +", " "));
            }
        }
    }

    private String result(Servers sink, String name) throws Exception {
        Server server =
                Server.tcp("127.0.0.1", sink.port(name + "_PORT"), Server.Tls.NONE_LOOPBACK_ONLY);
        Spool spool = Spool.open(dir.resolve(name));
        var outbox = new Outbox(spool, _ -> new Route.Smtp(server), (_, _, _) -> {}, _ -> {});
        outbox.enqueue(
                new Envelope(
                        Address.parse("ada@example.org"),
                        List.of(
                                new Address("", "bob", "example.net"),
                                new Address("", "eve", "example.net"))),
                "Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII),
                new SendOptions("work", Instant.EPOCH, Optional.empty(), Map.of()));
        outbox.runDue(Instant.now());
        outbox.runDue(Instant.now().plus(Duration.ofDays(1)));
        List<Item> left = outbox.list();
        return name
                + " "
                + (left.isEmpty() ? "gone" : state(left.getFirst()))
                + " "
                + got(sink, name);
    }

    private static String state(Item item) {
        return item.recipients().stream()
                        .map(Recipient::state)
                        .map(Enum::name)
                        .collect(Collectors.joining(" "))
                + (item.held().isPresent() ? " held" : "");
    }

    /// Each message that came whole is kept in a file; one that only begins is removed, but perhaps
    /// not yet.
    private static long got(Servers sink, String name) throws IOException {
        long whole = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of(sink.value("SINK_DIR"), name))) {
            for (Path file : files) {
                try {
                    whole += Files.readString(file).contains("Subject: x") ? 1 : 0;
                } catch (NoSuchFileException _) {
                    // It only began.
                }
            }
        }
        return whole;
    }
}
