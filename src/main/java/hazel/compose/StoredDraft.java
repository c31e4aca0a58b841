package hazel.compose;

import hazel.mail.Field;
import hazel.mail.Header;
import hazel.mail.MailException;

import java.time.ZoneId;
import java.util.List;

/// A draft as a message in a mailbox, where every program of its writer reads it and goes on with
/// it.
public final class StoredDraft {

    private StoredDraft() {}

    /// Whether all of a draft can be told by a message: not one that goes out again as it was, nor
    /// one with HTML of its own, of which a reader would keep only the text.
    public static boolean isPossible(Draft draft) {
        return draft.kind() != DraftKind.RESEND && draft.htmlBody().isEmpty();
    }

    /// The message; nobody need be named yet that it goes to.
    ///
    /// @param notes names of notes that are kept in it
    /// @throws MailException where an attachment cannot be read, or an extra field is none
    public static byte[] write(Draft draft, Stamp stamp, List<String> notes) throws MailException {
        List<Field> fields =
                draft.extraFields().stream()
                        .filter(f -> !DraftWriter.isNote(f) || notes.contains(f.name()))
                        .toList();
        return DraftWriter.plain().unsent(draft.withExtraFields(fields), stamp);
    }

    /// The draft in a message of that kind, or in one that another program left unfinished.
    public static Draft read(byte[] message, Identities identities, ZoneId zone) {
        Original original = Original.of(message);
        Draft draft = new Replies(identities, zone).editAsNew(original);
        Header header = original.header();
        return DraftFile.isOurs(header)
                ? draft.withKind(DraftFile.kind(header))
                        .withExtraFields(
                                DraftFile.extras(header).stream()
                                        .filter(DraftWriter::isForWriters)
                                        .toList())
                : draft;
    }

    /// Whether going on with it and putting it back loses nothing: one with HTML comes back as text
    /// alone.
    public static boolean isWhole(byte[] message) {
        return Original.of(message).isPlain();
    }
}
