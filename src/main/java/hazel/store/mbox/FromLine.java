package hazel.store.mbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The line that begins a message: `From ada@example.org Fri Jun 23 02:56:55 2000`.
///
/// Bodies hold lines that begin with `From ` too, unquoted by some programs, so more is asked for:
/// a weekday, a month and a time; or the bare `From -` of Thunderbird and the bare sender of a few
/// others, where a header field follows.
final class FromLine {

    private static final String MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";

    private static final Pattern DATED =
            Pattern.compile(
                    "From .*?\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:("
                            + MONTHS
                            + ") +(\\d{1,2})|(\\d{1,2}) +("
                            + MONTHS
                            + ")) .*?\\b(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?!\\d)(.*)");
    private static final Pattern YEAR = Pattern.compile("\\b(\\d{4})\\b");
    private static final Pattern ZONE = Pattern.compile("[+-]\\d{4}\\b");
    private static final Pattern BARE = Pattern.compile("From (?:- *|[^ ]+@[^ ]+ *)");
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \t]*:.*", Pattern.DOTALL);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private static final byte[] BEGINNING = {'\n', 'F', 'r', 'o', 'm', ' '};
    private static final int[] SKIPS = skips();

    private FromLine() {}

    private static int[] skips() {
        int[] skips = new int[256];
        Arrays.fill(skips, BEGINNING.length);
        for (int i = 0; i < BEGINNING.length - 1; i++) {
            skips[BEGINNING[i]] = BEGINNING.length - 1 - i;
        }
        return skips;
    }

    /// Where the next line begins with `From `, before `to`; -1 where none does. The octet that
    /// would be the last of a match tells how far the next one is at least (Horspool).
    static int next(byte[] block, int at, int to) {
        int last = at + BEGINNING.length - 1;
        while (last < to) {
            byte c = block[last];
            if (c == ' '
                    && block[last - 1] == 'm'
                    && block[last - 2] == 'o'
                    && block[last - 3] == 'r'
                    && block[last - 4] == 'F'
                    && block[last - 5] == '\n') {
                return last - 4;
            }
            last += SKIPS[c & 0xff];
        }
        return -1;
    }

    /// @param line without its end
    /// @param next the line after it
    /// @param isAfterEmpty whether it begins the file or follows an empty line; some programs write
    ///   none
    static boolean isOne(String line, String next, boolean isAfterEmpty) {
        boolean isDated = isUsual(line) || DATED.matcher(line).matches();
        return (isDated && isAfterEmpty)
                || ((isDated || BARE.matcher(line).matches()) && FIELD.matcher(next).matches());
    }

    /// When the message arrived, by this line; as UTC where it names no zone.
    static Instant arrival(String line, Instant fallback) {
        if (isUsual(line)) {
            return usual(line, fallback);
        }
        Matcher dated = DATED.matcher(line);
        if (!dated.matches()) {
            return fallback;
        }
        Matcher year = YEAR.matcher(ZONE.matcher(dated.group(8)).replaceAll(""));
        if (!year.find() && !year.reset(line.substring(0, dated.start(5))).find()) {
            return fallback;
        }
        Matcher zone = ZONE.matcher(dated.group(8));
        boolean monthFirst = dated.group(1) != null;
        String month = monthFirst ? dated.group(1) : dated.group(4);
        String day = monthFirst ? dated.group(2) : dated.group(3);
        try {
            return LocalDateTime.of(
                            Integer.parseInt(year.group(1)),
                            List.of(MONTHS.split("\\|", -1)).indexOf(month) + 1,
                            Integer.parseInt(day),
                            Integer.parseInt(dated.group(5)),
                            Integer.parseInt(dated.group(6)),
                            dated.group(7) == null ? 0 : Integer.parseInt(dated.group(7)))
                    .toInstant(zone.find() ? ZoneOffset.of(zone.group()) : ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return fallback; // the thirtieth of February
        }
    }

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String USUAL = "Www Mmm 00 00:00:00 0000";

    /// Whether a line ends as `asctime` writes a date, as nearly all do. Told without a regular
    /// expression, since a mailbox may have a hundred thousand of them.
    private static boolean isUsual(String line) {
        int at = line.length() - USUAL.length();
        if (at < 6 || line.charAt(at - 1) != ' ') {
            return false;
        }
        for (int i = 0; i < USUAL.length(); i++) {
            char c = line.charAt(at + i);
            boolean isAsIs = " :".indexOf(USUAL.charAt(i)) >= 0 && c == USUAL.charAt(i);
            boolean isDigit = USUAL.charAt(i) == '0' && c >= '0' && c <= '9';
            boolean isLetter = Character.isLetter(USUAL.charAt(i)) && c > '@' && c <= 'z';
            if (!isAsIs && !isDigit && !isLetter && !(i == 8 && c == ' ')) {
                return false;
            }
        }
        return DAYS.indexOf(line.substring(at, at + 3)) % 3 == 0 && month(line, at + 4) > 0;
    }

    private static int month(String line, int at) {
        int month = MONTHS.indexOf(line.substring(at, at + 3));
        return month >= 0 && month % 4 == 0 ? month / 4 + 1 : 0;
    }

    private static Instant usual(String line, Instant fallback) {
        int at = line.length() - USUAL.length();
        try {
            return LocalDateTime.of(
                            number(line, at + 20, 4),
                            month(line, at + 4),
                            number(line, at + 8, 2),
                            number(line, at + 11, 2),
                            number(line, at + 14, 2),
                            number(line, at + 17, 2))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return fallback; // the thirtieth of February
        }
    }

    private static int number(String line, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 10 + Math.max(0, line.charAt(i) - '0'); // a space counts as 0
        }
        return number;
    }

    /// @param sender an addr-spec; whatever is not one word of ASCII becomes `MAILER-DAEMON`
    static String of(String sender, Instant arrival) {
        boolean isWord = !sender.isEmpty() && sender.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return "From "
                + (isWord ? sender : "MAILER-DAEMON")
                + " "
                + ASCTIME.format(arrival.atOffset(ZoneOffset.UTC))
                + "\n";
    }
}
