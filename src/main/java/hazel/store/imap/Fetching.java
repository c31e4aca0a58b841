package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Gets whole messages, a piece at a time, so that no server decides how much memory that takes;
/// and asks what is in those that are not here.
final class Fetching {

    private static final int PIECE = 1 << 20;

    /// Each group is forced to the disk as one: the more there are in it, the less each costs.
    static final int MOST_TOGETHER = 250;

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
            replica.messages().kept(box.id(), Set.of(id));
            return 0;
        });
    }

    /// Messages of one mailbox in groups, in their order: small ones, which cost the way there and
    /// back and not their octets, are asked for together, few enough that nobody waits long for
    /// something else.
    ///
    /// @param together how many octets may be in one
    static List<List<Messages.Message>> grouped(List<Messages.Message> messages, long together) {
        List<List<Messages.Message>> groups = new ArrayList<>();
        long room = 0;
        for (Messages.Message each : messages) {
            boolean fits = !groups.isEmpty() && each.size() <= room;
            if (!fits || groups.getLast().size() == MOST_TOGETHER) {
                groups.add(new ArrayList<>());
                room = together;
            }
            groups.getLast().add(each);
            room -= each.size();
        }
        return groups;
    }

    /// Messages that were asked for together. What the server does not have is in neither.
    ///
    /// @param whole the octets by the messages' numbers
    /// @param longer than a piece, though the server said that they are not
    record Together(Map<Long, byte[]> whole, List<Messages.Message> longer) {}

    /// Gets messages of one mailbox.
    Together together(List<Messages.Message> messages) throws MailException {
        Mailboxes.Box box =
                replica.ask(() -> replica.mailboxes().box(messages.getFirst().mailbox()))
                        .orElseThrow(() -> noSuch(messages.getFirst().id()));
        select(box);
        Set<Long> uids = messages.stream().map(Messages.Message::uid).collect(Collectors.toSet());
        Map<Long, byte[]> got = commands.beginnings(uids, PIECE);
        Map<Long, byte[]> whole = new HashMap<>();
        List<Messages.Message> longer = new ArrayList<>();
        for (Messages.Message each : messages) {
            byte[] octets = got.get(each.uid());
            if (octets != null && octets.length < PIECE) {
                whole.put(each.id(), octets);
            } else if (octets != null) {
                longer.add(each);
            }
        }
        return new Together(whole, longer);
    }

    /// Whether the connection is of no use any more.
    boolean isBroken() {
        return commands.connection().isBroken();
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
            int before = octets.size();
            progress.report(before, message.size());
            byte[] piece =
                    commands.piece(
                                    message.uid(),
                                    before,
                                    PIECE,
                                    more ->
                                            progress.report(
                                                    Math.min(before + more, message.size()),
                                                    message.size()))
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
