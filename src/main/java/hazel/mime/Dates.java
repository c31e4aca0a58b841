package hazel.mime;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Dates as mail writes them (RFC 5322 section 3.3), and as it should not but does.
public final class Dates {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final int LONGEST = 200;

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    private Dates() {}

    /// The date a field means. Takes obsolete zones and years of two or three digits (section 4.3),
    /// comments, missing seconds, weekdays that are wrong, the order of `asctime`, ISO 8601. A zone
    /// that is missing or unknown is UTC, as section 4.3 has it. Empty for anything else.
    public static Optional<OffsetDateTime> parse(String body) {
        var reading = new Reading();
        String text = body.length() > LONGEST ? body.substring(0, LONGEST) : body;
        int start = -1;
        int depth = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean between = depth > 0 || c <= ' ' || c == ',' || c == '(' || c == ')' || c == ';';
            if (!between) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                reading.word(text.substring(start, i));
                start = -1;
            }
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            }
        }
        return reading.result();
    }

    /// As RFC 5322 section 3.3 writes it: `Tue, 24 Nov 2026 09:05:00 +0100`.
    public static String format(OffsetDateTime date) {
        return WRITTEN.format(date);
    }

    /// What was understood so far; -1 is not yet.
    private static final class Reading {
        private int day = -1;
        private int month = -1;
        private int year = -1;
        private int hour = -1;
        private int minute;
        private int second;
        private int zone; // seconds east
        private boolean zoned;

        void word(String word) {
            char c = word.charAt(0);
            if (word.indexOf(':') > 0) {
                clock(word);
            } else if (hour >= 0 && !zoned && isOffset(word)) {
                zone = offset(word);
                zoned = true;
            } else if (Character.isDigit(c)) {
                number(word);
            } else if (word.length() >= 3 && month < 0 && month(word) > 0) {
                month = month(word);
            } else if (hour >= 0) {
                name(word);
            }
        }

        private void number(String word) {
            int dash = word.indexOf('-');
            if (dash < 0 && word.indexOf('/') > 0) {
                dash = word.indexOf('/');
            }
            if (dash > 0) { // 12-Jan-2020, 2020-01-12
                String[] pieces = word.split("[-/]", 4);
                if (pieces.length == 3 && pieces[0].length() == 4) {
                    year = digits(pieces[0]);
                    month = digits(pieces[1]);
                    day = digits(pieces[2]);
                } else if (pieces.length == 3 && month(pieces[1]) > 0) {
                    day = digits(pieces[0]);
                    month = month(pieces[1]);
                    year = year(pieces[2]);
                }
                return;
            }
            int value = digits(word);
            if (value < 0) {
                return;
            }
            if (word.length() <= 2 && day < 0) {
                day = value;
            } else if (year < 0) {
                year = year(word);
            }
        }

        private void clock(String word) {
            int date = word.indexOf('T');
            if (date == 10) {
                number(word.substring(0, date));
                clock(word.substring(date + 1));
                return;
            }
            if (hour >= 0) {
                if (isOffset(word.replace(":", ""))) {
                    zone = offset(word.replace(":", ""));
                    zoned = true;
                }
                return;
            }
            int end = 0;
            while (end < word.length()
                    && (Character.isDigit(word.charAt(end))
                            || ":.".indexOf(word.charAt(end)) >= 0)) {
                end++;
            }
            String[] pieces = word.substring(0, end).split("[:.]", 5);
            if (pieces.length < 2 || digits(pieces[0]) < 0 || digits(pieces[1]) < 0) {
                return;
            }
            hour = digits(pieces[0]);
            minute = digits(pieces[1]);
            second = pieces.length > 2 ? Math.max(0, digits(pieces[2])) : 0;
            if (end < word.length()) {
                word(word.substring(end).replace(":", ""));
            }
        }

        private void name(String word) {
            String upper = word.toUpperCase(Locale.ROOT);
            if (upper.equals("PM") && hour < 12) {
                hour += 12;
                return;
            }
            if (upper.equals("AM")) {
                hour = hour == 12 ? 0 : hour;
                return;
            }
            String bare = upper;
            if ((upper.startsWith("GMT") || upper.startsWith("UTC")) && upper.length() > 3) {
                bare = upper.substring(3).replace(":", "");
                if (isOffset(bare)) {
                    zone = offset(bare);
                    zoned = true;
                }
                return;
            }
            if (zoned) {
                return;
            }
            zoned = true;
            zone =
                    3600
                            * switch (bare) {
                                case "EST", "CDT" -> -5;
                                case "EDT" -> -4;
                                case "CST", "MDT" -> -6;
                                case "MST", "PDT" -> -7;
                                case "PST" -> -8;
                                case "CET", "MET", "BST", "WEST", "MEZ" ->
                                        bare.equals("WEST") ? 1 : 1;
                                case "CEST", "MEST", "EET", "MESZ" -> 2;
                                case "EEST", "MSK" -> 3;
                                case "JST", "KST" -> 9;
                                default -> 0;
                            };
        }

        Optional<OffsetDateTime> result() {
            if (day < 1 || month < 1 || year < 0) {
                return Optional.empty();
            }
            try {
                // 60 is a leap second (section 3.3), which java.time does not have.
                var local =
                        LocalDateTime.of(
                                year, month, day, Math.max(0, hour), minute, Math.min(second, 59));
                return Optional.of(local.atOffset(ZoneOffset.ofTotalSeconds(zone)));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }

        private static int month(String word) {
            if (word.length() < 3) {
                return -1;
            }
            int at = MONTHS.indexOf(word.substring(0, 3).toLowerCase(Locale.ROOT));
            return at >= 0 && at % 3 == 0 ? at / 3 + 1 : -1;
        }

        private static int year(String word) {
            int value = digits(word);
            return value < 0 || word.length() > 4
                    ? -1
                    : word.length() == 2
                            ? value + (value < 50 ? 2000 : 1900)
                            : word.length() == 3 ? value + 1900 : value;
        }

        private static int digits(String word) {
            if (word.isEmpty() || word.length() > 9) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c < '0' || c > '9') {
                    return -1;
                }
                value = value * 10 + c - '0';
            }
            return value;
        }

        private static boolean isOffset(String word) {
            boolean signed = word.startsWith("+") || word.startsWith("-");
            return signed
                    && word.length() >= 3
                    && word.length() <= 5
                    && digits(word.substring(1)) >= 0;
        }

        /// Seconds east of UTC; an offset of more than 18 hours is none.
        private static int offset(String word) {
            int value = digits(word.substring(1));
            int minutes = word.length() == 3 ? value * 60 : value / 100 * 60 + value % 100;
            return minutes > 18 * 60 ? 0 : (word.charAt(0) == '-' ? -60 : 60) * minutes;
        }
    }
}
