package hazel.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.Dsn;
import hazel.smtp.EnhancedStatus;
import hazel.smtp.Reply;
import hazel.spool.Recipient;

import java.io.ByteArrayOutputStream;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The report of what became of a message: `multipart/report` (RFC 6522) with words for a person,
/// the delivery status for a program (RFC 3464), and the header of the message or, of one that
/// failed and where the sender wants it so, all of it. Pure.
///
/// It goes to the reverse-path, from the null reverse-path, so that nothing ever answers it; for a
/// message that came from the null reverse-path there is none (RFC 5321 section 4.5.5).
///
/// @param host that reports
/// @param id of the message in the queue
/// @param wishes of the sender for the whole message: ENVID and RET
/// @param arrived when the queue took it
/// @param now when it was given up, put off or delivered
record SenderReport(String host, String id, Dsn wishes, ZonedDateTime arrived, ZonedDateTime now) {

    /// Of the header, at most this much is sent back.
    static final int MAX_HEADER = 64 * 1024;

    /// A message larger than this comes back as its header, whatever its sender wishes.
    static final int MAX_RETURNED = 1 << 20;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /// What became of a recipient (RFC 3464 section 2.3.3). A report is of one kind.
    enum Kind {
        FAILED("Undelivered mail: returned to you", "bounce"),
        DELAYED("Delayed mail: still being tried", "delay"),
        DELIVERED("Delivered mail: the report you asked for", "delivered");

        private final String subject;
        private final String word;

        Kind(String subject, String word) {
            this.subject = subject;
            this.word = word;
        }
    }

    /// One recipient.
    ///
    /// @param original as the sender wrote it, `rfc822;ada@example.org`, where it is known
    /// @param action as RFC 3464 has it
    /// @param status as `5.1.1`
    /// @param remote the host that refused, and what it said; empty where it was our own decision
    /// @param why in words
    /// @param retryUntil when it will be given up; of one that is delayed
    record Fate(
            Address recipient,
            Optional<String> original,
            String action,
            String status,
            Optional<Diagnosis> remote,
            String why,
            Optional<ZonedDateTime> retryUntil) {

        private static final Pattern SAID =
                Pattern.compile("([2-5]\\d\\d)(?: ([245]\\.\\d{1,3}\\.\\d{1,3}))? ?(.*)");

        /// What the journal knows of a recipient that failed.
        ///
        /// @param host that reports; who else said something is remote
        static Fate failed(Recipient recipient, String host) {
            return of(recipient, host, "failed", "The next mail server refused it.");
        }

        /// Of one that still waits.
        static Fate delayed(Recipient recipient, String host, ZonedDateTime until) {
            Fate fate =
                    of(recipient, host, "delayed", "The next mail server does not take it yet.");
            return new Fate(
                    fate.recipient,
                    fate.original,
                    fate.action,
                    fate.status.replaceFirst("^5", "4"),
                    fate.remote,
                    fate.why,
                    Optional.of(until));
        }

        /// Of one that was delivered, or went where no report comes from.
        static Fate delivered(Recipient recipient, String host, Outcome.End end) {
            return switch (end) {
                case DELIVERED, HANDED_ON -> of(recipient, host, "delivered", "It was delivered.");
                case RELAYED ->
                        of(
                                recipient,
                                host,
                                "relayed",
                                "It went on to a mail server that sends no reports of delivery.");
                case EXPANDED ->
                        of(recipient, host, "expanded", "It went to all whom the address names.");
            };
        }

        private static Fate of(Recipient recipient, String host, String action, String words) {
            Matcher said = SAID.matcher(recipient.reply());
            boolean isReply = said.matches();
            boolean isOurs = !isReply || List.of(host, "").contains(recipient.host());
            String unknown = action.equals("failed") ? "5.0.0" : "4.0.0";
            String fallback = recipient.reply().startsWith("2") ? "2.0.0" : unknown;
            String status =
                    isReply ? Optional.ofNullable(said.group(2)).orElse(fallback) : fallback;
            String why = !isReply ? recipient.reply() : isOurs ? said.group(3) : words;
            boolean isGood = recipient.reply().startsWith("2");
            return new Fate(
                    recipient.address(),
                    recipient.reports().original(),
                    action,
                    status,
                    isOurs
                            ? Optional.empty()
                            : Optional.of(
                                    new Diagnosis(
                                            recipient.host(),
                                            new Reply(
                                                    Integer.parseInt(said.group(1)),
                                                    EnhancedStatus.parse(status),
                                                    List.of(said.group(3))))),
                    isGood ? words : why,
                    Optional.empty());
        }
    }

    record Diagnosis(String host, Reply reply) {}

    /// A message to put into the queue.
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Report(Envelope envelope, byte[] message) {}

    /// @param fates at least one
    /// @return empty where the message came from the null reverse-path
    Optional<Report> of(
            Kind kind, Optional<Address> reversePath, byte[] original, List<Fate> fates) {
        return reversePath.map(sender ->
                new Report(
                        new Envelope(Optional.empty(), List.of(sender)),
                        message(kind, sender, original, fates)));
    }

    private byte[] message(Kind kind, Address sender, byte[] original, List<Fate> fates) {
        Letter letter = Letter.read(original);
        boolean wide = isWide(sender, fates);
        boolean whole =
                kind == Kind.FAILED
                        && wishes.returns().filter(r -> r == Dsn.Returns.FULL).isPresent()
                        && original.length <= MAX_RETURNED;
        byte[] returned = whole ? original : letter.header(MAX_HEADER).getBytes(ISO_8859_1);
        // The id is ours and occurs in no message from elsewhere, the time makes it new each time.
        String boundary = "=_" + id + "." + now.toEpochSecond();
        var out = new ByteArrayOutputStream();
        text(out, top(kind, sender, letter, boundary));
        text(out, part(boundary, "text/plain; charset=utf-8", "8bit"));
        text(out, words(kind, fates, whole));
        String statusType = wide ? "message/global-delivery-status" : "message/delivery-status";
        text(out, part(boundary, statusType, wide ? "8bit" : "7bit") + status(fates));
        text(
                out,
                part(
                        boundary,
                        whole ? "message/rfc822" : "text/rfc822-headers",
                        isEightBit(returned) ? "8bit" : "7bit"));
        out.writeBytes(returned);
        text(out, "\r\n--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private static boolean isEightBit(byte[] octets) {
        for (byte b : octets) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    private String top(Kind kind, Address sender, Letter letter, String boundary) {
        String about =
                letter.first("Message-ID")
                        .filter(m -> m.matches("<[\\x21-\\x7e]{1,900}>"))
                        .map(m -> "In-Reply-To: " + m + "\r\nReferences: " + m + "\r\n")
                        .orElse("");
        return """
        Date: %s
        From: Mail Delivery System <postmaster@%s>
        To: <%s>
        Subject: %s
        Message-ID: <%s.%d.%s@%s>
        %sAuto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
         boundary="%s"

        """
                .replace("\n", "\r\n")
                .formatted(
                        DATE.format(now),
                        host,
                        sender.addrSpec(),
                        kind.subject,
                        id,
                        now.toEpochSecond(),
                        kind.word,
                        host,
                        about,
                        boundary);
    }

    private String words(Kind kind, List<Fate> fates, boolean isWhole) {
        String these = fates.size() == 1 ? "this address" : "these addresses";
        String what =
                switch (kind) {
                    case FAILED ->
                            "Your message could not be delivered to "
                                    + these
                                    + ", and it will not be tried again:";
                    case DELAYED ->
                            "Your message has not been delivered yet to "
                                    + these
                                    + ". It is still being tried; you need not send it again:";
                    case DELIVERED -> "Your message went to " + these + ":";
                };
        var out = new StringBuilder();
        out.append("This is the mail relay at ").append(host).append(".\r\n\r\n");
        out.append(what).append("\r\n");
        for (Fate f : fates) {
            out.append("\r\n  ").append(f.recipient().addrSpec()).append("\r\n");
            out.append("    ").append(cut(f.why())).append("\r\n");
            f.remote()
                    .ifPresent(d ->
                            out.append("    ")
                                    .append(d.host())
                                    .append(" said: ")
                                    .append(cut(d.reply().toString()))
                                    .append("\r\n"));
            f.retryUntil()
                    .ifPresent(until ->
                            out.append("    It is given up on ")
                                    .append(DATE.format(until))
                                    .append("\r\n"));
        }
        out.append(
                isWhole
                        ? "\r\nYour message is below.\r\n"
                        : "\r\nThe header of your message is below.\r\n");
        return out.toString();
    }

    /// RFC 3464 section 2: fields about the message, then about each recipient.
    private String status(List<Fate> fates) {
        var out = new StringBuilder();
        wishes.envid()
                .ifPresent(
                        e -> out.append("Original-Envelope-Id: ").append(ascii(e)).append("\r\n"));
        out.append("Reporting-MTA: dns; ").append(host).append("\r\n");
        out.append("X-Hazel-Queue-ID: ").append(id).append("\r\n");
        out.append("Arrival-Date: ").append(DATE.format(arrived)).append("\r\n");
        fates.forEach(f -> status(f, out));
        return out.toString();
    }

    private void status(Fate f, StringBuilder out) {
        String type = isAscii(f.recipient().addrSpec()) ? "rfc822; " : "utf-8; ";
        out.append("\r\n");
        f.original()
                .ifPresent(o ->
                        out.append("Original-Recipient: ")
                                .append(cut(ascii(o.replaceFirst(";", "; "))))
                                .append("\r\n"));
        out.append("Final-Recipient: ").append(type);
        out.append(f.recipient().addrSpec()).append("\r\n");
        out.append("Action: ").append(f.action()).append("\r\n");
        out.append("Status: ").append(f.status()).append("\r\n");
        f.remote()
                .ifPresentOrElse(
                        d -> {
                            out.append("Remote-MTA: dns; ").append(d.host()).append("\r\n");
                            out.append("Diagnostic-Code: smtp; ");
                            out.append(ascii(cut(d.reply().toString()))).append("\r\n");
                        },
                        () -> {
                            out.append("Diagnostic-Code: X-Hazel; ");
                            out.append(ascii(cut(f.why()))).append("\r\n");
                        });
        f.retryUntil()
                .ifPresent(until ->
                        out.append("Will-Retry-Until: ").append(DATE.format(until)).append("\r\n"));
    }

    private static String part(String boundary, String type, String encoding) {
        return "\r\n--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n"
                .formatted(boundary, type, encoding);
    }

    private static boolean isWide(Address sender, List<Fate> fates) {
        return !isAscii(sender.addrSpec())
                || fates.stream().anyMatch(f -> !isAscii(f.recipient().addrSpec()));
    }

    /// A reply may be long; a line of a message may not.
    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "...";
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x7f);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(UTF_8));
    }
}
