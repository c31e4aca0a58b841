package hazel.mime;

import hazel.mail.Header;
import hazel.mail.MediaType;
import hazel.mail.Part;
import hazel.text.Flowed;
import hazel.text.Harmless;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Chooses what of a message a person reads, and in which order.
///
/// Decides by structure alone: nothing is fetched, opened, unpacked, decrypted or verified here.
@SuppressWarnings("AvoidCommonTypeNames") // java.lang.Readable is met nowhere here
public final class Readable {

    /// Characters of text shown of one message.
    static final int TEXT = 8 << 20;

    private static final Set<String> ENCODINGS =
            Set.of(
                    "7bit",
                    "8bit",
                    "binary",
                    "base64",
                    "quoted-printable",
                    "x-uuencode",
                    "uuencode",
                    "x-uue",
                    "uue");

    private final byte[] message;
    private final Preference preference;
    private final List<Block> blocks = new ArrayList<>();
    private int left = TEXT;

    private Readable(byte[] message, Preference preference) {
        this.message = message;
        this.preference = preference;
    }

    /// What a reader sees of a message, or of one part of it and all beneath.
    ///
    /// Of alternatives one is chosen, and attachments in the others are kept; `related` shows its
    /// root; `signed` its content; `report` what is reported before the rest; every unknown
    /// multipart all parts in order.
    public static List<Block> of(byte[] message, Part root, Preference preference) {
        var readable = new Readable(message, preference);
        readable.show(root);
        if (root.walk().limit(MessageParser.PARTS).count() >= MessageParser.PARTS) {
            readable.notice(
                    "The message has more than "
                            + MessageParser.PARTS
                            + " parts: no more are shown.");
        }
        return List.copyOf(readable.blocks);
    }

    private void show(Part part) {
        MediaType type = part.mediaType();
        if (type.is("multipart/*")) {
            multipart(part);
        } else if (part.isAttachment() && !type.is("message/*")) {
            attachment(part);
        } else if (type.is("text/html")) {
            html(part);
        } else if (type.is("text/rfc822-headers") || type.is("message/global-headers")) {
            byte[] octets = Content.octets(message, part);
            blocks.add(new Block.Embedded(part, HeaderParser.parse(octets, 0, octets.length)));
        } else if (type.is("text/calendar") || type.is("text/vcard") || type.is("text/x-vcard")) {
            attachment(part);
        } else if (type.is("text/*")) {
            text(part);
        } else if (isStatus(part)) {
            status(part);
        } else if (type.is("message/*")) {
            embedded(part);
        } else if (isSealed(type)) {
            notice("This part is encrypted (" + type + ").");
            attachment(part);
        } else {
            attachment(part);
        }
    }

    private void multipart(Part part) {
        MediaType type = part.mediaType();
        List<Part> children = part.children();
        if (children.isEmpty()) {
            notice(
                    "This "
                            + type
                            + " could not be divided into its parts and is shown as it stands: no"
                            + " boundary line, an encoding it must not have, or too deep.");
            text(part);
            return;
        }
        switch (type.subtype()) {
            case "alternative" -> alternative(children);
            case "related" -> related(part);
            case "encrypted" -> {
                notice("This message is encrypted.");
                children.forEach(this::attachment);
            }
            case "signed" ->
                    children.stream().filter(c -> !isSignature(c.mediaType())).forEach(this::show);
            case "report" -> report(children);
            default -> children.forEach(this::show);
        }
    }

    /// First in our words what became of which message, then what the server wrote.
    private void report(List<Part> children) {
        List<Part> said =
                children.stream()
                        .filter(Readable::isStatus)
                        .filter(part -> !reported(part).recipients().isEmpty())
                        .toList();
        said.forEach(this::status);
        if (!said.isEmpty()) {
            children.stream().flatMap(c -> returned(c).stream()).findFirst().ifPresent(this::about);
        }
        children.stream().filter(c -> !said.contains(c)).forEach(this::show);
    }

    private DeliveryReport reported(Part part) {
        return DeliveryReport.of(Content.octets(message, part));
    }

    private static boolean isStatus(Part part) {
        return part.mediaType().is("message/delivery-status")
                || part.mediaType().is("message/global-delivery-status");
    }

    private void status(Part part) {
        DeliveryReport report = reported(part);
        report.recipients().forEach(recipient -> notice(recipient.words()));
        if (report.recipients().isEmpty()) {
            text(part);
        }
    }

    /// The header of the message that is reported about.
    private Optional<Header> returned(Part part) {
        MediaType type = part.mediaType();
        if (type.is("text/rfc822-headers") || type.is("message/global-headers")) {
            byte[] octets = Content.octets(message, part);
            return Optional.of(HeaderParser.parse(octets, 0, octets.length));
        }
        boolean isMessage = type.is("message/rfc822") || type.is("message/global");
        return isMessage
                ? part.children().stream().findFirst().map(Part::header)
                : Optional.empty();
    }

    private void about(Header original) {
        String subject = original.first("Subject").map(Words::decode).orElse("");
        String date = original.first("Date").orElse("");
        notice(
                "It is about your message"
                        + (subject.isEmpty() ? "" : " “" + subject + "”")
                        + (date.isEmpty() ? "" : " of " + date)
                        + original.first("Message-ID")
                                .flatMap(MessageIds::first)
                                .map(id -> "; a search for id:" + id.value() + " finds it")
                                .orElse("")
                        + ".");
    }

    private void alternative(List<Part> children) {
        int chosen = chosen(children);
        for (int i = 0; i < children.size(); i++) {
            if (i == chosen) {
                show(children.get(i));
            } else {
                children.get(i).walk().filter(Readable::isWorthKeeping).forEach(this::attachment);
            }
        }
    }

    /// The last that can be shown; where plain text is preferred and not empty, the first such.
    private int chosen(List<Part> children) {
        if (preference == Preference.PLAIN_FIRST) {
            for (int i = 0; i < children.size(); i++) {
                if (isPlain(children.get(i))) {
                    return i;
                }
            }
        }
        int last = children.size() - 1;
        while (last > 0 && !isShowable(children.get(last))) {
            last--;
        }
        return last;
    }

    private boolean isPlain(Part part) {
        return part.mediaType().is("text/plain")
                && !part.isAttachment()
                && !Content.beginning(message, part, TEXT).text().isBlank();
    }

    private static boolean isShowable(Part part) {
        return part.walk()
                .anyMatch(p ->
                        p.mediaType().is("text/plain")
                                || p.mediaType().is("text/html")
                                || p.mediaType().is("text/enriched"));
    }

    private static boolean isWorthKeeping(Part part) {
        MediaType type = part.mediaType();
        return part.children().isEmpty()
                && !type.is("multipart/*")
                && (part.isAttachment()
                        || !(type.is("text/plain")
                                || type.is("text/html")
                                || type.is("text/enriched")
                                || isInlineImage(part)));
    }

    private void related(Part part) {
        List<Part> children = part.children();
        int root = root(children, part.mediaType().parameter("start").orElse(""));
        show(children.get(root));
        for (int i = 0; i < children.size(); i++) {
            Part child = children.get(i);
            if (i != root && child.mediaType().is("multipart/*")) {
                show(child);
            } else if (i != root && !isInlineImage(child)) {
                attachment(child);
            }
        }
    }

    /// The part the `start` parameter names (RFC 2387 section 3.2), or the first.
    private static int root(List<Part> children, String start) {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).header().all("Content-ID").contains(start)) {
                return i;
            }
        }
        return 0;
    }

    private static boolean isInlineImage(Part part) {
        return part.mediaType().is("image/*")
                && !part.isAttachment()
                && part.header().first("Content-ID").isPresent();
    }

    private void embedded(Part part) {
        MediaType type = part.mediaType();
        if (!part.children().isEmpty()) {
            Part inner = part.children().getFirst();
            blocks.add(new Block.Embedded(part, inner.header()));
            show(inner);
            return;
        }
        switch (type.subtype()) {
            case "external-body" -> external(part);
            case "partial" -> {
                notice("This is one piece of a message sent in several.");
                text(part);
            }
            case "rfc822", "global", "news" -> {
                notice("The message in this part is not opened: encoded, or too deep.");
                attachment(part);
            }
            default -> text(part);
        }
    }

    private void external(Part part) {
        MediaType type = part.mediaType();
        String where =
                type.parameter("url")
                        .or(() -> type.parameter("name"))
                        .map(w -> ": " + w)
                        .orElse("");
        notice(
                "This part is not in the message but elsewhere ("
                        + type.parameter("access-type").orElse("unknown access")
                        + where
                        + "). Nothing was fetched.");
    }

    private void html(Part part) {
        warnOfEncoding(part);
        blocks.add(new Block.Html(part, bounded(part)));
    }

    private void text(Part part) {
        warnOfEncoding(part);
        String text = bounded(part);
        boolean flowed =
                part.mediaType().parameter("format").filter("flowed"::equalsIgnoreCase).isPresent();
        List<String> lines = flowed ? flowed(part, text) : Harmless.block(text);
        int signature = lines.lastIndexOf(Flowed.SIGNATURE);
        blocks.add(new Block.Text(part, lines, signature < 0 ? lines.size() : signature));
    }

    private static List<String> flowed(Part part, String text) {
        boolean deleted =
                part.mediaType().parameter("delsp").filter("yes"::equalsIgnoreCase).isPresent();
        var lines = new ArrayList<String>();
        for (var paragraph : Flowed.decode(text, deleted ? Flowed.DelSp.YES : Flowed.DelSp.NO)) {
            List<String> shown = Harmless.block(paragraph.quoted());
            lines.addAll(shown.isEmpty() ? List.of("") : shown);
        }
        return lines;
    }

    private String bounded(Part part) {
        Content.Beginning shown = Content.beginning(message, part, left);
        if (!shown.isWhole()) {
            notice(
                    "Only the first "
                            + Outline.size(shown.text().length())
                            + " characters are shown; save the part to see all.");
        }
        left -= shown.text().length();
        return shown.text();
    }

    private void warnOfEncoding(Part part) {
        if (!ENCODINGS.contains(part.encoding())) {
            notice("The encoding “" + part.encoding() + "” is unknown: shown as it stands.");
        }
        part.mediaType()
                .parameter("charset")
                .filter(c ->
                        Charsets.find(c).isEmpty() && !c.toLowerCase(Locale.ROOT).endsWith("utf-7"))
                .ifPresent(c -> notice("The charset “" + c + "” is unknown: guessed."));
    }

    private void attachment(Part part) {
        blocks.add(
                new Block.Attachment(
                        part,
                        Harmless.line(part.fileName().orElse("")),
                        part.mediaType().toString(),
                        Content.size(part)));
    }

    private void notice(String sentence) {
        blocks.add(new Block.Notice(Harmless.line(sentence)));
    }

    private static boolean isSignature(MediaType type) {
        return type.is("application/pgp-signature")
                || type.is("application/pkcs7-signature")
                || type.is("application/x-pkcs7-signature");
    }

    private static boolean isSealed(MediaType type) {
        boolean smime = type.is("application/pkcs7-mime") || type.is("application/x-pkcs7-mime");
        return smime && !type.parameter("smime-type").filter("signed-data"::equals).isPresent();
    }
}
