package hazel.smtp;

import static java.util.stream.Collectors.joining;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An SMTP reply: a three-digit code, perhaps an enhanced status code (RFC 2034), and one or more
/// lines of text (RFC 5321 section 4.2).
///
/// The text never holds a control character, whoever made it, so a reply can be logged and shown,
/// and one that echoes what a client said cannot become two.
///
/// @param code 200 to 599
/// @param lines without code and enhanced status; at least one, perhaps empty
public record Reply(int code, Optional<EnhancedStatus> enhanced, List<String> lines) {

    /// More lines than this are a flood.
    private static final int MAX_LINES = 200;

    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
        lines = lines.isEmpty() ? List.of("") : lines.stream().map(Harmless::text).toList();
    }

    public static Reply of(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines));
    }

    /// A reply with an enhanced status written `5.1.1`.
    public static Reply enhanced(int code, String status, String... lines) {
        return new Reply(code, EnhancedStatus.parse(status), List.of(lines));
    }

    /// 2yz and 3yz: carry on.
    public boolean isPositive() {
        return code < 400;
    }

    /// 4yz: try again later.
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /// 5yz: do not try again.
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /// All lines, one space between them.
    public String text() {
        return lines.stream().filter(l -> !l.isEmpty()).collect(joining(" "));
    }

    /// Of the reply that took a message: under which id that server's log has it, as far as it can
    /// be made out.
    public Optional<String> queueId() {
        return QueueIdReader.read(this);
    }

    /// The reply on one line, `550 5.1.1 No such user`.
    @Override
    public String toString() {
        String status = enhanced.map(s -> s + " ").orElse("");
        return (code + " " + status + text()).strip();
    }

    /// The octets a server sends, with the enhanced status on every line (RFC 2034 section 4).
    public byte[] wire() {
        var out = new StringBuilder();
        String status = enhanced.map(s -> s + " ").orElse("");
        for (int i = 0; i < lines.size(); i++) {
            out.append(code).append(i < lines.size() - 1 ? '-' : ' ');
            out.append(status).append(lines.get(i)).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads one reply to its last line.
    ///
    /// @param host named in the problem
    /// @throws MailException with [Problem.Protocol] where this is no reply: no code, codes that
    ///   change, a bare CR or LF, too many or too long lines; with [Problem.Unreachable] where the
    ///   connection closed
    public static Reply read(LineReader in, String host) throws MailException, IOException {
        return read(in, host, UnaryOperator.identity());
    }

    /// The same where a line must not say everything.
    static Reply read(LineReader in, String host, UnaryOperator<String> mask)
            throws MailException, IOException {
        List<String> lines = new ArrayList<>();
        int code = 0;
        while (true) {
            String line = mask.apply(line(in, host));
            int now = code(line, host);
            if (!lines.isEmpty() && now != code) {
                throw protocol(host, "a reply changed from " + code + " to " + now + " halfway");
            }
            code = now;
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return withStatus(code, lines);
            }
            if (lines.size() >= MAX_LINES) {
                throw protocol(host, "a reply has more than " + MAX_LINES + " lines");
            }
        }
    }

    /// Every line carries the same status, if any (RFC 2034 section 4): it is taken off all of
    /// them.
    private static Reply withStatus(int code, List<String> lines) {
        Optional<EnhancedStatus> status =
                statusOf(lines.getLast()).filter(s -> s.kind() == code / 100);
        List<String> bare = lines.stream().map(l -> without(status, l)).toList();
        return new Reply(code, status, bare);
    }

    private static String without(Optional<EnhancedStatus> status, String line) {
        return status.isPresent() && statusOf(line).equals(status)
                ? line.substring(status.get().toString().length()).stripLeading()
                : line;
    }

    private static Optional<EnhancedStatus> statusOf(String text) {
        int space = text.indexOf(' ');
        return EnhancedStatus.parse(space < 0 ? text : text.substring(0, space));
    }

    private static String line(LineReader in, String host) throws MailException, IOException {
        Line line = in.next(LineReader.REPLY_LIMIT);
        return switch (line.ending()) {
            case CRLF -> line.text();
            case CLOSED ->
                    throw new MailException(
                            new Problem.Unreachable(host, host + " closed the connection"));
            case BARE_LF, BARE_CR ->
                    throw protocol(host, "a line of its reply does not end with CR LF");
            case TOO_LONG, FLOOD ->
                    throw protocol(
                            host, "a line of its reply is longer than " + LineReader.REPLY_LIMIT);
        };
    }

    private static int code(String line, String host) throws MailException {
        boolean wellFormed =
                line.length() >= 3
                        && line.charAt(0) >= '2'
                        && line.charAt(0) <= '5'
                        && Character.digit(line.charAt(1), 10) >= 0
                        && Character.digit(line.charAt(2), 10) >= 0
                        && line.charAt(1) < 0x7f
                        && line.charAt(2) < 0x7f
                        && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        if (!wellFormed) {
            String begin = Harmless.text(line.substring(0, Math.min(60, line.length())));
            throw protocol(host, "this is no SMTP reply: \"" + begin + "\"");
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    private static MailException protocol(String host, String what) {
        return new MailException(
                new Problem.Protocol(host, host + " does not keep to SMTP: " + what));
    }
}
