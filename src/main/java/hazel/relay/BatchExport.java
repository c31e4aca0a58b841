package hazel.relay;

import hazel.file.DurableFiles;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Trouble;
import hazel.route.Residents;
import hazel.route.Route;
import hazel.smtp.BatchWriter;
import hazel.smtp.Dsn;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mail that goes on as a file, to be carried to another machine (RFC 2442).
///
/// Each message is held first, so that no relay sends it meanwhile; then the file is written and
/// forced to the disk; and only then the journals say that its recipients of elsewhere have it. A
/// crash in between leaves the messages held, each saying for which file: none is lost, and none
/// goes out twice unless a person lets it.
public final class BatchExport {

    private static final String HELD = "being written to ";

    private final RelaySettings settings;
    private final Residents residents;
    private final Spool spool;
    private final Ledger ledger;
    private final InstantSource clock;

    /// What was done.
    ///
    /// @param messages in the file
    /// @param recipients of them together
    /// @param left messages that are not in the file: being sent just now, or named and gone, or
    ///   with no recipient of elsewhere
    public record Written(int messages, int recipients, List<QueueId> left) {
        public Written {
            left = List.copyOf(left);
        }
    }

    public BatchExport(RelaySettings settings, InstantSource clock) throws MailException {
        this.settings = settings;
        this.residents = settings.router().residents();
        this.spool = Spool.open(settings.directory());
        this.clock = clock;
        this.ledger = new Ledger(spool, clock, new RelayLog(settings.directory(), clock));
    }

    /// Writes a new file, of the messages named, or of all that are not held by a person.
    ///
    /// @throws MailException with [hazel.mail.Problem.CannotWrite] where the file is there already
    ///   or cannot be written; the queue is then as it was
    public Written to(Path file, List<QueueId> named) throws MailException {
        List<Claim> claims = new ArrayList<>();
        List<QueueId> left = new ArrayList<>();
        boolean isWritten = false;
        try (FileChannel channel = DurableFiles.openNew(file)) {
            try {
                for (QueueId id : named.isEmpty() ? all() : named) {
                    claim(id, file).ifPresentOrElse(claims::add, () -> left.add(id));
                }
                if (!claims.isEmpty()) {
                    write(claims, channel);
                    DurableFiles.syncDirectory(DurableFiles.directoryOf(file));
                    isWritten = true;
                }
            } finally {
                if (!isWritten) {
                    DurableFiles.deleteQuietly(file);
                    giveBack(claims);
                }
            }
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
        for (Claim claim : claims) {
            handedOn(claim, file);
        }
        Bell.ring(settings.directory());
        int recipients = claims.stream().mapToInt(c -> c.numbers().size()).sum();
        return new Written(claims.size(), recipients, left);
    }

    /// A message that is held for the file.
    ///
    /// @param before why it was held before
    /// @param numbers of the recipients that the file is for
    private record Claim(Item item, Optional<String> before, List<Integer> numbers) {}

    private List<QueueId> all() throws MailException {
        return spool.items()
                .filter(i -> i.held().isEmpty() || i.held().get().equals(Route.NO_SMARTHOST))
                .filter(i -> !elsewhere(i).isEmpty())
                .map(Item::id)
                .toList();
    }

    private Optional<Claim> claim(QueueId id, Path file) throws MailException {
        RelayQueue.forgetOldAttempt(spool, id, clock);
        Optional<Item> before = spool.find(id);
        Optional<Item> held =
                spool.recordIf(
                        id,
                        i -> i.sending().isEmpty() && !elsewhere(i).isEmpty(),
                        new Entry.Held(HELD + file));
        return held.map(item -> new Claim(item, before.flatMap(Item::held), elsewhere(item)));
    }

    /// Nobody knows how a file goes on: what is to go over TLS only goes into none.
    private List<Integer> elsewhere(Item item) {
        if (TlsDemand.isRequired(item)) {
            return List.of();
        }
        return item.in(Recipient.State.WAITING).stream()
                .filter(n -> !residents.isLocal(item.recipients().get(n).address()))
                .toList();
    }

    private void write(List<Claim> claims, FileChannel channel) throws IOException, MailException {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        var batch = new BatchWriter(out, settings.hostName());
        for (Claim claim : claims) {
            byte[] message = spool.message(claim.item().id());
            for (var each : copies(claim).entrySet()) {
                batch.add(
                        new Envelope(
                                each.getKey().reversePath(),
                                each.getValue().stream()
                                        .map(n -> claim.item().recipients().get(n).address())
                                        .toList()),
                        each.getKey().of(message));
            }
        }
        batch.end();
        channel.force(true);
    }

    private static Map<Copy, List<Integer>> copies(Claim claim) {
        Map<Copy, List<Integer>> copies = new LinkedHashMap<>();
        for (int n : claim.numbers()) {
            copies.computeIfAbsent(Copy.of(claim.item(), n), _ -> new ArrayList<>()).add(n);
        }
        return copies;
    }

    private void giveBack(List<Claim> claims) throws MailException {
        for (Claim claim : claims) {
            spool.record(
                    claim.item().id(),
                    claim.before().<Entry>map(Entry.Held::new).orElseGet(Entry.Released::new));
        }
    }

    /// A file answers nothing: whoever wants a report of delivery is told where it went.
    private void handedOn(Claim claim, Path file) throws MailException {
        Outcome outcome =
                Outcome.delivered(settings.hostName(), "250 2.0.0 Written to the file " + file)
                        .as(Outcome.End.RELAYED);
        ledger.record(
                claim.item(), claim.numbers(), claim.numbers().stream().map(_ -> outcome).toList());
        Item item = spool.record(claim.item().id(), new Entry.Released());
        boolean isToTell =
                !Reporting.failed(item).isEmpty()
                        || item.recipients().stream()
                                .anyMatch(r -> r.reports().when().contains(Dsn.Notify.SUCCESS));
        if (item.isDone() && !isToTell) {
            ledger.log(item, "--", "completed");
            spool.clear(item.id());
        }
    }
}
