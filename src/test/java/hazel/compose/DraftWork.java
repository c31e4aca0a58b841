package hazel.compose;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Strace;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;

import java.nio.file.Path;
import java.util.Map;

/// A process that saves a draft again and again, and throws another one away; it is there to be let
/// down.
final class DraftWork {

    static final String KEPT = "dkeptkept";
    static final String THROWN_AWAY = "dthrownaway";
    static final int LAST = 3;

    private DraftWork() {}

    /// @param args the directory
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(dir, () -> run(dir));
    }

    static void run(Path dir) throws MailException {
        DraftStore store = store(dir);
        for (int n = 2; n <= LAST; n++) {
            store.save(KEPT, version(n));
        }
        store.discard(THROWN_AWAY);
    }

    static DraftStore store(Path dir) {
        return DraftStore.in(dir.resolve("drafts"));
    }

    /// What is typed grows; from the third version on something is attached.
    static Draft version(int n) {
        Draft draft =
                Draft.blank(Identity.of(new Address("", "ada", "example.org")))
                        .withSubject("version " + n)
                        .withBody(("typed " + n + "\n").repeat(3000 * n));
        return n < 3
                ? draft
                : draft.attach(
                        Attachment.of(
                                ("attached " + n).repeat(5000).getBytes(US_ASCII),
                                new MediaType("text", "plain", Map.of()),
                                "notes.txt"));
    }
}
