package hazel.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
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

/// The report that a message was not delivered: `multipart/report` (RFC 6522) with words for a
/// person, the delivery status for a program (RFC 3464) and the header of the message. Pure.
///
/// It goes to the reverse-path, from the null reverse-path, so that nothing ever answers it; for a
/// message that came from the null reverse-path there is none (RFC 5321 section 4.5.5).
///
/// @param host that could not deliver
/// @param id of the message in the queue
/// @param arrived when the queue took it
/// @param now when it was given up
record Bounce(String host, String id, ZonedDateTime arrived, ZonedDateTime now) {

    /// Of the header, at most this much is sent back.
    static final int MAX_HEADER = 64 * 1024;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /// One recipient that will not get the message.
    ///
    /// @param status as `5.1.1`
    /// @param remote the host that refused, and what it said; empty where the refusal is our own
    /// @param why in words
    record Failure(Address recipient, String status, Optional<Diagnosis> remote, String why) {

        private static final Pattern SAID =
                Pattern.compile("([2-5]\\d\\d)(?: ([245]\\.\\d{1,3}\\.\\d{1,3}))? ?(.*)");

        /// What the journal knows of a recipient that failed.
        ///
        /// @param host that reports; who else said something is remote
        static Failure of(Recipient recipient, String host) {
            Matcher said = SAID.matcher(recipient.reply());
            if (!said.matches()) {
                return new Failure(
                        recipient.address(), "5.0.0", Optional.empty(), recipient.reply());
            }
            int code = Integer.parseInt(said.group(1));
            String status = Optional.ofNullable(said.group(2)).orElse("5.0.0");
            if (recipient.host().equals(host)) {
                return new Failure(recipient.address(), status, Optional.empty(), said.group(3));
            }
            Reply reply = new Reply(code, EnhancedStatus.parse(status), List.of(said.group(3)));
            return new Failure(
                    recipient.address(),
                    status,
                    Optional.of(new Diagnosis(recipient.host(), reply)),
                    "The next mail server refused it.");
        }
    }

    record Diagnosis(String host, Reply reply) {}

    /// A message to put into the queue.
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Report(Envelope envelope, byte[] message) {}

    /// @param failures at least one
    /// @return empty where the message came from the null reverse-path
    Optional<Report> of(Optional<Address> reversePath, byte[] original, List<Failure> failures) {
        return reversePath.map(sender ->
                new Report(
                        new Envelope(Optional.empty(), List.of(sender)),
                        message(sender, original, failures)));
    }

    private byte[] message(Address sender, byte[] original, List<Failure> failures) {
        Letter letter = Letter.read(original);
        String headerText = header(letter);
        boolean wide = isWide(sender, failures);
        // The id is ours and occurs in no message from elsewhere, the time makes it new each time.
        String boundary = "=_" + id + "." + now.toEpochSecond();
        var out = new ByteArrayOutputStream();
        text(out, top(sender, letter, boundary));
        text(out, part(boundary, "text/plain; charset=utf-8", "8bit") + words(failures));
        String statusType = wide ? "message/global-delivery-status" : "message/delivery-status";
        text(out, part(boundary, statusType, wide ? "8bit" : "7bit") + status(failures));
        boolean eightBit = headerText.chars().anyMatch(c -> c > 0x7e);
        text(out, part(boundary, "text/rfc822-headers", eightBit ? "8bit" : "7bit"));
        out.writeBytes(headerText.getBytes(ISO_8859_1));
        text(out, "\r\n--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private String top(Address sender, Letter letter, String boundary) {
        String about =
                letter.first("Message-ID")
                        .filter(m -> m.matches("<[\\x21-\\x7e]{1,900}>"))
                        .map(m -> "In-Reply-To: " + m + "\r\nReferences: " + m + "\r\n")
                        .orElse("");
        return """
        Date: %s
        From: Mail Delivery System <postmaster@%s>
        To: <%s>
        Subject: Undelivered mail: returned to you
        Message-ID: <%s.%d.bounce@%s>
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
                        id,
                        now.toEpochSecond(),
                        host,
                        about,
                        boundary);
    }

    private String words(List<Failure> failures) {
        var out = new StringBuilder();
        out.append("This is the mail relay at ").append(host).append(".\r\n\r\n");
        out.append("Your message could not be delivered to ");
        out.append(failures.size() == 1 ? "this address" : "these addresses");
        out.append(", and it will not be tried again:\r\n");
        for (Failure f : failures) {
            out.append("\r\n  ").append(f.recipient().addrSpec()).append("\r\n");
            out.append("    ").append(cut(f.why())).append("\r\n");
            f.remote()
                    .ifPresent(d ->
                            out.append("    ")
                                    .append(d.host())
                                    .append(" said: ")
                                    .append(cut(d.reply().toString()))
                                    .append("\r\n"));
        }
        out.append("\r\nThe header of your message is below.\r\n");
        return out.toString();
    }

    /// RFC 3464 section 2: fields about the message, then about each recipient.
    private String status(List<Failure> failures) {
        var out = new StringBuilder();
        out.append("Reporting-MTA: dns; ").append(host).append("\r\n");
        out.append("X-Hazel-Queue-ID: ").append(id).append("\r\n");
        out.append("Arrival-Date: ").append(DATE.format(arrived)).append("\r\n");
        for (Failure f : failures) {
            String type = isAscii(f.recipient().addrSpec()) ? "rfc822; " : "utf-8; ";
            out.append("\r\nFinal-Recipient: ").append(type);
            out.append(f.recipient().addrSpec()).append("\r\n");
            out.append("Action: failed\r\nStatus: ").append(f.status()).append("\r\n");
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
        }
        return out.toString();
    }

    private static String header(Letter letter) {
        var out = new StringBuilder();
        for (String field : letter.fields()) {
            if (out.length() + field.length() > MAX_HEADER) {
                break;
            }
            out.append(field);
        }
        return out.toString();
    }

    private static String part(String boundary, String type, String encoding) {
        return "\r\n--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n"
                .formatted(boundary, type, encoding);
    }

    private static boolean isWide(Address sender, List<Failure> failures) {
        return !isAscii(sender.addrSpec())
                || failures.stream().anyMatch(f -> !isAscii(f.recipient().addrSpec()));
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
