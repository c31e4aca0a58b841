package hazel.compose;

import hazel.mail.Address;
import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Part;
import hazel.mime.AddressParser;
import hazel.mime.Block;
import hazel.mime.Content;
import hazel.mime.Dates;
import hazel.mime.HtmlText;
import hazel.mime.MessageIds;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.mime.Words;
import hazel.text.Harmless;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The message that is answered or sent on, as far as writing needs it.
public final class Original {

    private static final int HTML_COLUMNS = 72;
    private static final Pattern LIST_POST = Pattern.compile("<mailto:([^>?]+)[^>]*>");

    private final byte[] octets;
    private final Part root;

    private Original(byte[] octets, Part root) {
        this.octets = octets;
        this.root = root;
    }

    /// Any octets at all: what they do not hold is not there.
    public static Original of(byte[] octets) {
        return new Original(octets, MessageParser.parse(octets));
    }

    byte[] octets() {
        return octets;
    }

    Header header() {
        return root.header();
    }

    /// Whether it has no text in HTML.
    boolean isPlain() {
        return root.walk().noneMatch(p -> p.mediaType().is("text/html") && !p.isAttachment());
    }

    /// The addresses of every field of that name.
    List<Address> addresses(String name) {
        return header().all(name).stream()
                .flatMap(body -> AddressParser.parse(body).stream())
                .toList();
    }

    Optional<Address> author() {
        return addresses("From").stream().findFirst();
    }

    /// Where the mailing list takes messages (RFC 2369); empty where it takes none or there is no
    /// list.
    Optional<Address> listPost() {
        return header().first("List-Post")
                .map(LIST_POST::matcher)
                .filter(Matcher::find)
                .flatMap(m -> Address.parse(m.group(1).strip()));
    }

    /// Decoded, one harmless line.
    String subject() {
        return header().first("Subject").map(Words::decode).map(Harmless::line).orElse("").strip();
    }

    /// A field as it is read, decoded and harmless; empty where there is none.
    String shown(String name) {
        return header().first(name).map(Words::decode).map(Harmless::line).orElse("").strip();
    }

    Optional<OffsetDateTime> date() {
        return header().first("Date").flatMap(Dates::parse);
    }

    Optional<MessageId> id() {
        return header().first("Message-ID").stream()
                .flatMap(body -> MessageIds.parse(body).stream())
                .findFirst();
    }

    List<MessageId> inReplyTo() {
        return ids("In-Reply-To");
    }

    /// Its ancestors and itself, oldest first (RFC 5322 section 3.6.4).
    List<MessageId> thread() {
        List<MessageId> ancestors = ids("References");
        if (ancestors.isEmpty() && inReplyTo().size() == 1) {
            ancestors = inReplyTo();
        }
        List<MessageId> all = new ArrayList<>(ancestors);
        id().ifPresent(id -> {
            all.remove(id);
            all.add(id);
        });
        return all;
    }

    List<MessageId> ids(String name) {
        return header().all(name).stream()
                .flatMap(body -> MessageIds.parse(body).stream())
                .distinct()
                .toList();
    }

    /// What is to say with the signature.
    enum Signed {
        KEPT,
        DROPPED
    }

    /// The text a person reads, harmless, a line each; HTML as the text it means.
    List<String> text(Signed signed) {
        List<String> lines = new ArrayList<>();
        for (Block block : Readable.of(octets, root, Preference.PLAIN_FIRST)) {
            switch (block) {
                case Block.Text text ->
                        lines.addAll(
                                signed == Signed.KEPT
                                        ? text.lines()
                                        : text.lines().subList(0, text.signature()));
                case Block.Html html ->
                        HtmlText.render(html.html(), HTML_COLUMNS)
                                .text()
                                .lines()
                                .map(Harmless::line)
                                .forEach(lines::add);
                case Block.Attachment _, Block.Embedded _, Block.Notice _ -> {}
            }
        }
        return trimmed(lines);
    }

    private static List<String> trimmed(List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isBlank()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isBlank()) {
            to--;
        }
        return List.copyOf(lines.subList(from, to));
    }

    /// What was attached to it, decoded.
    List<Attachment> attachments() {
        List<Attachment> attachments = new ArrayList<>();
        for (Block block : Readable.of(octets, root, Preference.PLAIN_FIRST)) {
            if (block instanceof Block.Attachment attached) {
                Part part = attached.part();
                attachments.add(
                        Attachment.of(
                                Content.octets(octets, part), part.mediaType(), attached.name()));
            } else if (block instanceof Block.Embedded embedded
                    && embedded.part().mediaType().is("message/rfc822")) {
                attachments.add(
                        Attachment.of(
                                Content.octets(octets, embedded.part()),
                                embedded.part().mediaType(),
                                "message.eml"));
            }
        }
        return attachments;
    }

    /// @throws MailException where it did not come through a mailing list that takes messages
    Address list() throws MailException {
        return listPost()
                .orElseThrow(() ->
                        DraftWriter.malformed(
                                "list", "this message did not come from a mailing list"));
    }
}
