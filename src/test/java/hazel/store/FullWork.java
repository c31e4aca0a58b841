package hazel.store;

import hazel.mail.MailException;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Fills a small file system with mail and prints what came of it.
final class FullWork {

    private FullWork() {}

    /// @param args the directory, the kind of mailbox
    public static void main(String[] args) throws Exception {
        StoreWork.Kind kind = StoreWork.Kind.valueOf(args[1]);
        Path root = Path.of(args[0]).resolve("box");
        Set<String> taken = new HashSet<>();
        try (Mailbox mailbox = kind.open(root)) {
            System.out.println("full: " + filled(mailbox, taken, "first").replace(args[0], ""));
            System.out.println("whole: " + holds(kind.open(root), taken));
            List<Uid> some = StoreWork.scan(mailbox).keySet().stream().limit(3).toList();
            try {
                mailbox.expunge(some, Progress.UNWATCHED);
                System.out.println("removed: 3");
                taken.retainAll(hashes(mailbox));
                filled(mailbox, taken, "second");
            } catch (MailException e) {
                System.out.println("removed: none, " + e.problem().message().replace(args[0], ""));
            }
            System.out.println("whole: " + holds(kind.open(root), taken));
        }
    }

    /// Adds messages until one is refused.
    ///
    /// @return the problem with that one
    private static String filled(Mailbox mailbox, Set<String> taken, String word)
            throws MailException {
        for (int n = 0; ; n++) {
            byte[] letter = Letters.of(word + " " + n, (word + n + "\n").repeat(300));
            try {
                mailbox.append(letter, Set.of(Flag.FLAGGED), Set.of("todo"), Instant.EPOCH);
                taken.add(Letters.hash(letter));
            } catch (MailException e) {
                if (n < 3) {
                    throw e;
                }
                return e.problem().exitStatus() + " " + e.problem().message();
            }
        }
    }

    private static boolean holds(Mailbox mailbox, Set<String> taken) throws MailException {
        return hashes(mailbox).equals(taken)
                && Letters.in(mailbox).stream().allMatch(h -> h.keywords().contains("todo"));
    }

    private static Set<String> hashes(Mailbox mailbox) throws MailException {
        Set<String> hashes = new HashSet<>();
        Letters.in(mailbox).forEach(held -> hashes.add(held.hash()));
        return hashes;
    }
}
