package hazel.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Header;
import hazel.mail.Part;
import hazel.mime.Block;
import hazel.mime.Dates;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.text.Harmless;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers for everybody in the demonstration, as RFC 3834 wants automatic answers: to people only,
/// marked as automatic, from the null reverse-path, so that nothing ever answers the answer. Pure.
public final class Robot {

    private static final int QUOTED = 5;
    private static final int WIDEST = 300;

    private Robot() {}

    /// What comes back for a message, with LF line ends.
    ///
    /// @param as the address that was written to
    /// @param message as delivered, with Return-Path
    /// @return empty for mail from a list, from a program, or from nobody
    public static Optional<byte[]> answer(Address as, byte[] message, ZonedDateTime now) {
        Part part = MessageParser.parse(message);
        Header header = part.header();
        return isFromAPerson(header, as)
                ? Optional.of(reply(as, message, part, now).getBytes(UTF_8))
                : Optional.empty();
    }

    private static boolean isFromAPerson(Header header, Address as) {
        String path = header.first("Return-Path").orElse("<>").strip();
        String precedence = header.first("Precedence").orElse("").strip();
        return !path.equals("<>")
                && !path.equalsIgnoreCase("<" + as.addrSpec() + ">")
                && header.first("Auto-Submitted").orElse("no").strip().equalsIgnoreCase("no")
                && header.first("List-Id").isEmpty()
                && header.first("List-Post").isEmpty()
                && !List.of("bulk", "junk", "list").contains(precedence.toLowerCase(Locale.ROOT));
    }

    private static String reply(Address as, byte[] message, Part part, ZonedDateTime now) {
        Header header = part.header();
        List<String> lines = text(message, part).toList();
        List<String> said = lines.stream().filter(l -> !l.isBlank() && !l.startsWith(">")).toList();
        long attached = part.walk().filter(Part::isAttachment).count();
        String quote =
                said.stream().limit(QUOTED).map(l -> "> " + l + "\n").collect(Collectors.joining());
        String id = header.first("Message-ID").map(String::strip).filter(Robot::isId).orElse("");
        String before = header.first("References").orElse("").replaceAll("\\s+", " ").strip();
        boolean isChain = before.matches("[\\x20-\\x7e]{1,900}");
        String thread =
                id.isEmpty()
                        ? ""
                        : "In-Reply-To: "
                                + id
                                + "\nReferences: "
                                + (isChain ? before.replace(" ", "\n ") + "\n " : "")
                                + id
                                + "\n";
        return """
        Return-Path: <>
        Delivered-To: %s
        Date: %s
        From: Robin the Robot <%s>
        To: <%s>
        Subject: %s
        Message-ID: <%d.%d.robot@demo.example>
        %sAuto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Your message arrived, all %s of it, with %s. You wrote:

        %s
        I read every word of it, and understood the spaces between them.

        Whoever you meant to reach, it is me who answers: in this demo I play
        everybody. Your message went from the screen to the outbox, from there
        to the relay in the same process, and then to me. It never left this
        machine, and neither shall I.

        With oiled regards,
        Robin
        """
                .formatted(
                        DemoHome.YOU,
                        Dates.format(now.toOffsetDateTime()),
                        as.addrSpec(),
                        DemoHome.YOU,
                        subject(header),
                        now.toInstant().toEpochMilli(),
                        Integer.toUnsignedLong(id.hashCode()),
                        thread,
                        count(said.size(), "line"),
                        attached == 0 ? "nothing attached" : count(attached, "attachment"),
                        quote.isEmpty()
                                ? "(nothing at all; I like a quiet correspondent)\n"
                                : quote);
    }

    private static Stream<String> text(byte[] message, Part part) {
        return Readable.of(message, part, Preference.PLAIN_FIRST).stream()
                .flatMap(block ->
                        block instanceof Block.Text text ? text.lines().stream() : Stream.empty())
                .map(Harmless::line)
                .map(l -> l.length() <= WIDEST ? l : l.substring(0, WIDEST) + "...");
    }

    /// The subject as it was encoded, where it may be copied as it stands.
    private static String subject(Header header) {
        String subject = header.first("Subject").orElse("").replaceAll("\\s+", " ").strip();
        if (!subject.matches("[\\x20-\\x7e]{1,900}")) {
            return "Re: your message";
        }
        return subject.regionMatches(true, 0, "re:", 0, 3) ? subject : "Re: " + subject;
    }

    private static boolean isId(String text) {
        return text.matches("<[\\x21-\\x7e]{1,900}>");
    }

    private static String count(long number, String thing) {
        return number == 1 ? "one " + thing : number + " " + thing + "s";
    }
}
