package hazel.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Strace;
import hazel.config.Config;
import hazel.config.MailboxRules;
import hazel.config.OnwardConfig;
import hazel.config.Places;
import hazel.config.StoreConfig;
import hazel.config.SubmitConfig;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.outbox.Outbox;
import hazel.outbox.OutboxEvent;
import hazel.outbox.SendOptions;
import hazel.spool.Entry;
import hazel.spool.QueueId;
import hazel.spool.Spool;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A process that files the copy of a message that was sent; it is there to be let down.
final class SentWork {

    static final String SENT = "Sent";

    static final byte[] MESSAGE =
            "Message-ID: <1@example.org>\r\nSubject: sent\r\n\r\nHello\r\nFrom me\r\n"
                    .getBytes(US_ASCII);

    private SentWork() {}

    /// @param args the directory; `maildir`, `mbox` or `mh`
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(dir, () -> file(dir, args[1]));
    }

    /// A message that a server has taken and that is not filed yet.
    static void send(Path dir, String kind) throws MailException {
        var envelope =
                new Envelope(
                        Address.parse("ada@example.org"),
                        List.of(new Address("", "bob", "example.net")));
        var options = new SendOptions("work", Instant.EPOCH, Optional.of(SENT), Map.of());
        QueueId id = outbox(dir, kind, _ -> {}).enqueue(envelope, MESSAGE, options);
        Spool.open(dir.resolve("spool"))
                .record(
                        id,
                        new Entry.Started(Instant.EPOCH, "mx"),
                        new Entry.Committing(0, Instant.EPOCH, "mx"),
                        new Entry.Delivered(0, Instant.EPOCH, "mx", "250 OK"),
                        new Entry.Ended(Instant.EPOCH));
    }

    static void file(Path dir, String kind) throws MailException {
        List<Problem> problems = new ArrayList<>();
        Consumer<OutboxEvent> listener =
                event -> {
                    if (event instanceof OutboxEvent.FilingFailed(_, var problem)) {
                        problems.add(problem);
                    }
                };
        outbox(dir, kind, listener).runDue(Instant.now());
        if (!problems.isEmpty()) {
            throw new MailException(problems.getFirst());
        }
    }

    private static Outbox outbox(Path dir, String kind, Consumer<OutboxEvent> listener)
            throws MailException {
        return new Outbox(
                Spool.open(dir.resolve("spool")),
                _ -> {
                    throw new MailException(new Problem.BadConfig("test", 1, "no route"));
                },
                copies(dir, config(store(dir, kind))),
                listener);
    }

    private static SentCopies copies(Path dir, Config config) {
        Clock clock = Clock.systemUTC();
        return new SentCopies(config, Stores.unheard(config, Places.under(dir), clock), clock);
    }

    static StoreConfig.Local store(Path dir, String kind) {
        Path root = dir.resolve("mail");
        return switch (kind) {
            case "maildir" -> new StoreConfig.Maildir(root);
            case "mbox" -> new StoreConfig.Mbox(root);
            case "mh" -> new StoreConfig.Mh(root);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Config config(StoreConfig store) {
        var account =
                new Config.Account(
                        "work",
                        new Address("Ada", "ada", "example.org"),
                        List.of(),
                        "",
                        store,
                        new SubmitConfig.Bundled(),
                        new Config.Folders(
                                new Config.Folder(SENT, false),
                                new Config.Folder("Drafts", false),
                                new Config.Folder("Trash", false),
                                new Config.Folder("Archive", false),
                                new Config.Folder("Junk", false)));
        return new Config(
                List.of(account),
                new MailboxRules(List.of()),
                new Config.ScreenConfig("native", "", List.of(), "", "", 80),
                new Config.SendConfig(0, 60),
                new Config.NotifyConfig(List.of(), ""),
                new Config.TrustConfig(List.of(), List.of()),
                new Config.RelayConfig(
                        List.of(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        OnwardConfig.NONE,
                        Config.InboundConfig.NONE),
                Map.of(),
                Optional.empty(),
                List.of());
    }
}
