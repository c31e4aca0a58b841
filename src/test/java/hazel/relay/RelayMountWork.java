package hazel.relay;

import static hazel.relay.session.AtHome.LOCALS;
import static hazel.relay.session.AtHome.address;
import static hazel.relay.session.AtHome.rcpt;

import hazel.OtherProgram;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.relay.Relays.Inbox;
import hazel.relay.session.AtHome;
import hazel.relay.session.Command;
import hazel.relay.session.Reach;
import hazel.relay.session.Receipt;
import hazel.relay.session.SessionState;
import hazel.spool.Limits;
import hazel.spool.Spool;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process that takes and delivers mail while its file system is let down under it; it says what
/// came of it.
final class RelayMountWork {

    private final Path queue;
    private final Spool spool;
    private final Inbox inbox = new Inbox();
    private final Intake intake;
    private final Delivery delivery;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    private RelayMountWork(Path queue) throws MailException {
        this.queue = queue;
        this.spool = Spool.open(queue, Limits.DEFAULT, () -> now);
        var log = new RelayLog(queue, () -> now);
        this.intake = new Intake(queue, spool, log, () -> {}, () -> now);
        this.delivery =
                new Delivery(
                        spool,
                        new Delivery.Parts(
                                "mx.test",
                                LOCALS.router(),
                                new LastStep("mx.test", inbox),
                                _ -> parcel -> parcel.all(Outcome.deferred("", "450 no way")),
                                Retries.DEFAULT,
                                () -> 0,
                                1,
                                () -> now,
                                log),
                        () -> {});
    }

    /// @param args the directory; `inodes` or `readonly`
    public static void main(String[] args) throws Exception {
        var work = new RelayMountWork(Path.of(args[0]).resolve("queue"));
        work.take("before");
        switch (args[1]) {
            case "inodes" -> work.withoutInodes();
            case "readonly" -> work.readOnly();
            default -> throw new IllegalArgumentException(args[1]);
        }
        work.take("after");
        work.now = work.now.plus(Duration.ofHours(1));
        work.delivery.round();
        work.delivery.round();
        say("waiting: " + work.spool.items().count() + ", damaged: " + work.spool.damaged().size());
        List<String> arrived = new ArrayList<>();
        while (!work.inbox.isEmpty()) {
            String text = work.inbox.next().text();
            arrived.add(Letter.read(text.getBytes()).first("Subject").orElse("?"));
        }
        say("arrived: " + arrived.stream().sorted().toList());
        Files.readAllLines(work.queue.resolve("relay.log")).stream()
                .map(line -> line.substring(38).replaceAll("in /.*: ", "in QUEUE: "))
                .filter(line -> line.startsWith("-- in ") || line.contains(" not taken"))
                .distinct()
                .forEach(RelayMountWork::say);
    }

    private void withoutInodes() throws Exception {
        spool.accept(
                new Envelope(Optional.empty(), List.of(address("grace@home.test"))),
                "Subject: waiting\r\n\r\nhi\r\n".getBytes(),
                Map.of());
        Path fill = Files.createDirectories(queue.resolveSibling("fill"));
        List<Path> files = new ArrayList<>();
        try {
            while (true) {
                files.add(Files.createFile(fill.resolve("f" + files.size())));
            }
        } catch (FileSystemException e) {
            say("full: " + e.getReason());
        }
        take("during");
        delivery.round();
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private void readOnly() throws Exception {
        spool.accept(
                new Envelope(Optional.empty(), List.of(address("grace@home.test"))),
                "Subject: waiting\r\n\r\nhi\r\n".getBytes(),
                Map.of());
        String dir = queue.toString();
        OtherProgram.run("mount", "--bind", dir, dir);
        OtherProgram.run("mount", "-o", "remount,bind,ro", dir);
        take("during");
        delivery.round();
        say("arrived meanwhile: " + !inbox.isEmpty());
        OtherProgram.run("umount", dir);
    }

    private void take(String subject) {
        var reception = new Reception(AtHome.policy(Reach.ANYWHERE), Map.of());
        var session =
                new SessionState.Receiving(
                        new Command.Hello(Command.Dialect.ESMTP, "mua.test"),
                        new Command.Mail(
                                Optional.of(RelayWork.ADA), Command.Parameters.NONE, false),
                        List.of(rcpt("ada@home.test")));
        byte[] message =
                ("From: <ada@home.test>\r\nSubject: " + subject + "\r\n\r\nhi\r\n").getBytes();
        Receipt receipt =
                intake.take(
                        reception, new Client("[127.0.0.1]", Optional.empty()), session, message);
        say(
                subject
                        + ": "
                        + switch (receipt) {
                            case Receipt.Queued _ -> "queued";
                            case Receipt.Refused(var why) -> why;
                            case Receipt other -> other;
                        });
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
