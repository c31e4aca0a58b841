package hazel.smtp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds in the reply that took a message the id under which that server's log has it.
///
/// RFC 5321 leaves the text of a reply to the server, so each has its own way of saying it; each
/// pattern here is of the servers named with it.
final class QueueIdReader {

    private static final List<Pattern> WAYS =
            List.of(
                    // Exim: "OK id=1abcde-00000000abc-XY"; Yandex and others alike
                    Pattern.compile("(?i).*?\\bid=([A-Za-z0-9][A-Za-z0-9.-]*).*"),
                    // Postfix: "Ok: queued as 4B1C22F3A", Hazel's relay and many others
                    Pattern.compile("(?i).*?\\bqueued as <?([A-Za-z0-9][A-Za-z0-9._-]*).*"),
                    // Sendmail and OpenSMTPD: "3AU1ab2c Message accepted for delivery"
                    Pattern.compile("(?i)([A-Za-z0-9]{6,}) message accepted for delivery.*"),
                    // Exchange: "<x@y> [InternalId=4711, Hostname=z] Queued mail for delivery"
                    Pattern.compile("(?i).*\\[InternalId=([0-9]+)\\b.*"),
                    // qmail: "ok 1700000000 qp 4711"
                    Pattern.compile("(?i)ok:? [0-9]+ (qp [0-9]+)\\b.*"),
                    // Gmail: "OK  1700000000 d2e1a72fcca58-1.2 - gsmtp"
                    Pattern.compile("(?i)ok:? +[0-9]+ ([A-Za-z0-9][A-Za-z0-9.-]*) - gsmtp"),
                    // Haraka: "Message Queued (6A1B2C3D-0000-4E5F-8A9B-0123456789AB.1)"
                    Pattern.compile("(?i).*message queued \\(([A-Za-z0-9.-]+)\\).*"),
                    // Courier, Amazon SES: "Ok 0100018b1c2d3e4f-5a6b7c8d"
                    Pattern.compile("(?i)ok[.:]? ((?=[A-Za-z.-]*[0-9])[A-Za-z0-9.-]{8,})"));

    private static final int LONGEST = 100;

    private QueueIdReader() {}

    static Optional<String> read(Reply reply) {
        String text = reply.text().strip();
        return reply.code() / 100 != 2
                ? Optional.empty()
                : WAYS.stream()
                        .map(way -> way.matcher(text))
                        .filter(Matcher::matches)
                        .map(found -> found.group(1).replaceFirst("[.-]+$", ""))
                        .filter(id -> id.length() <= LONGEST)
                        .findFirst();
    }
}
