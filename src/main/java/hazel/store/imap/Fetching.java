package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gets whole messages, a piece at a time, so that no server decides how much memory that takes;
/// and asks what is in those that are not here.
final class Fetching {

    private static final int PIECE = 1 << 20;

    /// No server lets anybody send more.
    private static final long LARGEST = 256L << 20;

    private final Replica replica;
    private final Commands commands;

    Fetching(Replica replica, Commands commands) {
        this.replica = replica;
        this.commands = commands;
    }

    /// Gets a message that is not kept, and keeps it.
    ///
    /// @throws MailException with [Problem.NoSuchMessage] where the server does not have it
    void fetch(long id, Progress progress) throws MailException {
        Messages.Message message =
                replica.ask(() -> replica.messages().message(id))
                        .filter(m -> m.uid() > 0)
                        .orElseThrow(() -> noSuch(id));
        Mailboxes.Box box =
                replica.ask(() -> replica.mailboxes().box(message.mailbox()))
                        .orElseThrow(() -> noSuch(id));
        if (message.isKept() && replica.bodies().has(id)) {
            return;
        }
        select(box);
        replica.bodies().write(id, octets(message, progress));
        replica.change(() -> {
            replica.messages().kept(id, replica.mailboxes().nextVersion(box.id()));
            return 0;
        });
    }

    private void select(Mailboxes.Box box) throws MailException {
        Optional<Commands.Selected> selected = commands.ensureSelected(box.server());
        if (selected.isPresent() && selected.get().uidValidity() != box.uidValidity()) {
            commands.forgetSelected();
            throw new MailException(
                    new Problem.Unreachable(
                            commands.connection().host(),
                            "the server has numbered its messages anew; try again"));
        }
    }

    /// Which of those that are not kept have a text in their bodies, by their numbers.
    Set<Long> search(long mailbox, String text) throws MailException {
        Map<Long, Long> away = replica.ask(() -> replica.messages().away(mailbox));
        Optional<Mailboxes.Box> box = replica.ask(() -> replica.mailboxes().box(mailbox));
        if (away.isEmpty() || box.isEmpty()) {
            return Set.of();
        }
        select(box.get());
        Set<Long> found = new HashSet<>();
        for (long uid : commands.withBody(text, Uids.around(away.keySet()))) {
            Optional.ofNullable(away.get(uid)).ifPresent(found::add);
        }
        return found;
    }

    private byte[] octets(Messages.Message message, Progress progress) throws MailException {
        var octets = new ByteArrayOutputStream((int) Math.min(message.size() + 1, PIECE));
        while (octets.size() <= LARGEST) {
            progress.report(octets.size(), message.size());
            byte[] piece =
                    commands.piece(message.uid(), octets.size(), PIECE)
                            .orElseThrow(() -> noSuch(message.id()));
            octets.writeBytes(piece);
            if (piece.length < PIECE) {
                return octets.toByteArray();
            }
        }
        throw new MailException(
                new Problem.Protocol(
                        commands.connection().host(),
                        commands.connection().host() + " sends a message without end"));
    }

    private static MailException noSuch(long id) {
        return new MailException(new Problem.NoSuchMessage(String.valueOf(id)));
    }
}
