package hazel.store.imap;

import hazel.store.Flag;
import hazel.store.MailboxName;
import hazel.store.local.ModifiedUtf7;

import jakarta.mail.Flags;

import java.util.Map;
import java.util.Optional;

/// How a server writes names: those of flags and keywords, and those of mailboxes in modified UTF-7
/// (RFC 3501 section 5.1.3).
final class Names {

    static final String FORWARDED = "$Forwarded"; // RFC 5788

    /// A name longer than this is nobody's.
    private static final int LONGEST = 1000;

    record SystemFlag(String name, Flags.Flag angus) {}

    /// Those that are system flags in IMAP.
    static final Map<Flag, SystemFlag> FLAGS =
            Map.of(
                    Flag.SEEN, new SystemFlag("\\Seen", Flags.Flag.SEEN),
                    Flag.ANSWERED, new SystemFlag("\\Answered", Flags.Flag.ANSWERED),
                    Flag.FLAGGED, new SystemFlag("\\Flagged", Flags.Flag.FLAGGED),
                    Flag.DELETED, new SystemFlag("\\Deleted", Flags.Flag.DELETED),
                    Flag.DRAFT, new SystemFlag("\\Draft", Flags.Flag.DRAFT));

    private Names() {}

    static Optional<String> of(Flag flag) {
        return flag == Flag.FORWARDED
                ? Optional.of(FORWARDED)
                : Optional.ofNullable(FLAGS.get(flag)).map(SystemFlag::name);
    }

    /// An atom, which a keyword has to be.
    static boolean isKeyword(String word) {
        return word.matches("[!#$&'+,\\-./0-9:;<=>?@A-Z\\[^_`a-z|}~]{1,200}");
    }

    /// Hazel's name of a mailbox.
    ///
    /// @param prefix of the personal namespace (RFC 2342), which is left out
    /// @param delimiter between levels, 0 for none
    /// @return empty where nothing can be made of it
    static Optional<MailboxName> shown(String server, String prefix, char delimiter) {
        String own =
                server.startsWith(prefix) && server.length() > prefix.length()
                        ? server.substring(prefix.length())
                        : server;
        String decoded = ModifiedUtf7.decode(own);
        if (delimiter != '/' && delimiter != 0) {
            decoded = decoded.replace('/', '\u2215').replace(delimiter, '/');
        }
        var harmless = new StringBuilder();
        decoded.codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                .forEach(harmless::appendCodePoint);
        return harmless.isEmpty() || harmless.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new MailboxName(harmless.toString()));
    }

    /// The server's name of a mailbox that is to be made.
    static String server(MailboxName name, String prefix, char delimiter) {
        if (name.equals(MailboxName.INBOX)) {
            return "INBOX";
        }
        String levels = delimiter == 0 ? name.value() : name.value().replace('/', delimiter);
        return prefix + ModifiedUtf7.encode(levels.replace('\u2215', '/'));
    }
}
