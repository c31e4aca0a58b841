package hazel.outbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the outbox is to know of a message besides its envelope.
///
/// @param notBefore leaves this much time to take it back
/// @param fileCopyInto the mailbox for the copy, if one is wanted
/// @param notes kept with the message and given back: Message-ID, what it answers, its Bcc
public record SendOptions(
        String account,
        Instant notBefore,
        Optional<String> fileCopyInto,
        Map<String, String> notes) {

    /// The attribute of a queued message that names its account.
    public static final String ACCOUNT = "account";

    /// The attribute that a message has once filing its copy was begun.
    public static final String FILING = "filing";

    /// The attribute that says which reports are wanted, as [hazel.smtp.Dsn#words] has it.
    public static final String REPORTS = "reports";

    static final String FILE_INTO = "file-into";
    static final String FILED = "filed";
    static final String INTERVAL = "retry-interval";

    /// The fingerprint of the certificate for which it is held, empty where it no longer is.
    static final String DISTRUSTED = "distrusted";

    public SendOptions {
        notes = Map.copyOf(notes);
    }

    /// The same with one more note.
    public SendOptions withNote(String name, String value) {
        Map<String, String> more = new HashMap<>(notes);
        more.put(name, value);
        return new SendOptions(account, notBefore, fileCopyInto, more);
    }

    Map<String, String> attributes() {
        Map<String, String> all = new HashMap<>(notes);
        all.put(ACCOUNT, account);
        fileCopyInto.ifPresent(into -> all.put(FILE_INTO, into));
        return all;
    }
}
