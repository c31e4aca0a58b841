package hazel.store.mbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

    private FromLine() {}

    /// @param line without its end
    /// @param next the line after it
    /// @param isAfterEmpty whether it begins the file or follows an empty line; some programs write
    ///   none
    static boolean isOne(String line, String next, boolean isAfterEmpty) {
        boolean isDated = DATED.matcher(line).matches();
        return (isDated && isAfterEmpty)
                || ((isDated || BARE.matcher(line).matches()) && FIELD.matcher(next).matches());
    }

    /// When the message arrived, by this line; as UTC where it names no zone.
    static Instant arrival(String line, Instant fallback) {
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
