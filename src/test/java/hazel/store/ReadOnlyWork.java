package hazel.store;

import hazel.mail.MailException;

import java.nio.file.Path;
import java.util.Map;

/// Tries every change on a mailbox of every kind beneath a directory that cannot be changed, and
/// prints what came of each.
final class ReadOnlyWork {

    private ReadOnlyWork() {}

    /// @param args the directory, which has a mailbox `KIND/from` and `KIND/to` of each kind; or an
    ///   mbox `from`, and that kind
    public static void main(String[] args) {
        Path dir = Path.of(args[0]);
        if (args.length > 1) {
            for (StoreWork.Deed deed : StoreWork.Deed.values()) {
                System.out.println(
                        deed + ": " + tried(dir, dir, StoreWork.Kind.valueOf(args[1]), deed));
            }
            return;
        }
        for (StoreWork.Kind kind : StoreWork.Kind.values()) {
            System.out.println(kind + " read: " + read(dir, kind));
            for (StoreWork.Deed deed : StoreWork.Deed.values()) {
                System.out.println(
                        kind
                                + " "
                                + deed
                                + ": "
                                + tried(dir, dir.resolve(kind.name()), kind, deed));
            }
        }
        System.out.flush();
    }

    private static String read(Path dir, StoreWork.Kind kind) {
        try (Mailbox mailbox = kind.open(dir.resolve(kind + "/from"))) {
            Map<Uid, IndexEntry> entries = StoreWork.scan(mailbox);
            for (Uid uid : entries.keySet()) {
                mailbox.fetch(uid);
            }
            return entries.size()
                    + " messages, "
                    + Reader.knowing(mailbox, entries.values()).changes().size()
                    + " changes, "
                    + (mailbox.isReadOnly() ? "read-only" : "writable");
        } catch (MailException e) {
            return e.problem().message();
        }
    }

    private static String tried(Path root, Path dir, StoreWork.Kind kind, StoreWork.Deed deed) {
        try {
            StoreWork.run(dir, deed, kind, kind);
            return "done";
        } catch (MailException e) {
            return e.problem().exitStatus()
                    + " "
                    + e.problem()
                            .message()
                            .replace(root.toString(), "")
                            .replaceAll("\\d{9,}\\S+", "X");
        }
    }
}
