package hazel.store;

import hazel.Strace;
import hazel.mail.MailException;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;
import hazel.store.mh.MhStore;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A process that changes a mailbox; it is there to be let down.
final class StoreWork {

    static final Set<Flag> NEW_FLAGS = Set.of(Flag.SEEN, Flag.ANSWERED);
    static final String NEW_KEYWORD = "later";
    static final byte[] NEW_LETTER = Letters.of("appended", "From me\n.\n");

    private StoreWork() {}

    enum Kind {
        MAILDIR,
        MBOX,
        /// With Content-Length, and lines that begin with From as they are.
        MBOXCL2,
        MH;

        Mailbox open(Path root) throws MailException {
            MessageStore store =
                    switch (this) {
                        case MAILDIR -> MaildirStore.open(root, Clock.systemUTC());
                        case MBOX, MBOXCL2 -> MboxStore.open(root, Duration.ofSeconds(2));
                        case MH -> MhStore.open(root, Clock.systemUTC(), Duration.ofSeconds(2));
                    };
            return store.open(MailboxName.INBOX);
        }
    }

    enum Deed {
        APPEND,
        FLAG,
        EXPUNGE,
        COPY,
        MOVE
    }

    /// @param args the directory, the deed, the kind of mailbox `from`, the kind of mailbox `to`
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(
                dir,
                () ->
                        run(
                                dir,
                                Deed.valueOf(args[1]),
                                Kind.valueOf(args[2]),
                                Kind.valueOf(args[3])));
    }

    /// Works on every message whose subject begins with `go`.
    static void run(Path dir, Deed deed, Kind fromKind, Kind toKind) throws MailException {
        try (Mailbox from = fromKind.open(dir.resolve("from"));
                Mailbox to = toKind.open(dir.resolve("to"))) {
            Map<Uid, IndexEntry> seen = scan(from);
            List<Uid> chosen =
                    seen.values().stream()
                            .filter(e -> e.subject().startsWith("go"))
                            .map(IndexEntry::uid)
                            .sorted()
                            .toList();
            try {
                run(deed, from, chosen, to);
            } catch (MailException e) {
                if (e instanceof InPart part) {
                    requireDone(part, deed, fromKind.open(dir.resolve("from")), to);
                }
                requireTruth(fromKind.open(dir.resolve("from")), from, seen);
                throw e;
            }
        }
    }

    private static void run(Deed deed, Mailbox from, List<Uid> chosen, Mailbox to)
            throws MailException {
        switch (deed) {
            case APPEND ->
                    from.append(NEW_LETTER, Set.of(Flag.FLAGGED), Set.of("fresh"), Instant.EPOCH);
            case FLAG ->
                    from.changeFlags(
                            chosen,
                            new FlagChange(NEW_FLAGS, Set.of(), Set.of(NEW_KEYWORD), Set.of()));
            case EXPUNGE -> from.expunge(chosen, Progress.UNWATCHED);
            case COPY -> from.copy(chosen, to, Progress.UNWATCHED);
            case MOVE -> from.move(chosen, to, Progress.UNWATCHED);
        }
    }

    static Map<Uid, IndexEntry> scan(Mailbox mailbox) throws MailException {
        Map<Uid, IndexEntry> seen = new HashMap<>();
        mailbox.scan(e -> seen.put(e.uid(), e), Progress.UNWATCHED);
        return seen;
    }

    /// What work says that it did before it failed, it did.
    private static void requireDone(InPart part, Deed deed, Mailbox from, Mailbox to)
            throws MailException {
        Map<Uid, IndexEntry> here = scan(from);
        for (Mailbox.Moved each : part.moved()) {
            if (to.find(each.to()).isEmpty()
                    || deed == Deed.MOVE && here.containsKey(each.from())) {
                throw new IllegalStateException(each + " is told and was not done");
            }
        }
        for (Change each : part.changes()) {
            boolean isTrue =
                    switch (each) {
                        case Change.Gone(var uid) -> !here.containsKey(uid);
                        case Change.Flagged(var uid, var flags, _) ->
                                here.get(uid).flags().equals(flags);
                        case Change.Arrived _ -> false;
                    };
            if (!isTrue) {
                throw new IllegalStateException(each + " is told and is not so");
            }
        }
    }

    /// After work that failed, what a screen was told before and hears now must be what is there.
    private static void requireTruth(Mailbox fresh, Mailbox used, Map<Uid, IndexEntry> seen)
            throws MailException {
        Map<Uid, IndexEntry> told = new HashMap<>(seen);
        for (Change change : used.changes(Reader.knowing(used, seen.values()))) {
            switch (change) {
                case Change.Arrived(var entry) -> told.put(entry.uid(), entry);
                case Change.Gone(var uid) -> told.remove(uid);
                case Change.Flagged(var uid, var flags, var keywords) ->
                        told.computeIfPresent(uid, (_, e) -> e.withFlags(flags, keywords));
            }
        }
        Map<Uid, IndexEntry> there = scan(fresh);
        // The fault befalls each thread's reading, and so the list of keywords may be unreadable
        // for the fresh reader, too, who then knows of none.
        told.replaceAll((uid, entry) ->
                there.containsKey(uid) && there.get(uid).keywords().isEmpty()
                        ? entry.withFlags(entry.flags(), Set.of())
                        : entry);
        if (!lines(told).equals(lines(there))) {
            throw new IllegalStateException(
                    "there is " + lines(there) + ", told was " + lines(told));
        }
    }

    private static List<String> lines(Map<Uid, IndexEntry> entries) {
        List<String> lines = new ArrayList<>();
        entries.values().forEach(e -> lines.add(e.uid() + " " + e.flags() + e.keywords()));
        lines.sort(null);
        return lines;
    }
}
