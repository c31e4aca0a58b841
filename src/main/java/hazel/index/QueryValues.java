package hazel.index;

import hazel.mail.MessageId;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;

/// Days, sizes and ids as a query writes them, Hazel's way and mutt's.
final class QueryValues {

    private static final DateTimeFormatter MUTT_DATE = DateTimeFormatter.ofPattern("d/M/uuuu");

    private final LocalDate today;
    private final QueueIds queueIds;

    QueryValues(LocalDate today, QueueIds queueIds) {
        this.today = today;
        this.queueIds = queueIds;
    }

    /// The messages that a server took under an id that begins so.
    Query takenAs(String id) {
        Set<MessageId> messages = queueIds.takenAs(id);
        return messages.isEmpty()
                ? new Query.Id("") // which no message has
                : new Query.Or(messages.stream().<Query>map(m -> new Query.Id(m.value())).toList());
    }

    /// `2026-11-01`, `today`, `yesterday`, or so long ago: `3d`, `2w`, `1m`, `1y`.
    LocalDate day(String value, int valueAt) throws QueryMistake {
        if (value.equals("today") || value.equals("yesterday")) {
            return value.equals("today") ? today : today.minusDays(1);
        }
        if (value.matches("[0-9]{1,4}[dwmy]")) {
            return ago(value);
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new QueryMistake(
                    valueAt + 1,
                    "expected a day as 2026-11-01, today, yesterday, 3d, 2w, 1m or 1y, not '"
                            + value
                            + "'");
        }
    }

    private LocalDate ago(String value) {
        int number = Integer.parseInt(value.substring(0, value.length() - 1));
        return switch (value.charAt(value.length() - 1)) {
            case 'd' -> today.minusDays(number);
            case 'w' -> today.minusWeeks(number);
            case 'm' -> today.minusMonths(number);
            default -> today.minusYears(number);
        };
    }

    /// `<1w`, `>1m`, `1/11/2026`, `1/11/2026-`, `1/11/2026-5/11/2026`.
    Query muttDates(String value, int valueAt) throws QueryMistake {
        if (value.matches("[<>=][0-9]{1,4}[dwmy]")) {
            LocalDate day = ago(value.substring(1));
            return switch (value.charAt(0)) {
                case '<' -> new Query.Dated(day, LocalDate.of(9999, 1, 1));
                case '>' -> new Query.Dated(LocalDate.EPOCH, day);
                default -> new Query.Dated(day, day.plusDays(1));
            };
        }
        int dash = value.indexOf('-');
        try {
            LocalDate from =
                    dash == 0
                            ? LocalDate.EPOCH
                            : LocalDate.parse(
                                    dash < 0 ? value : value.substring(0, dash), MUTT_DATE);
            LocalDate to =
                    dash < 0
                            ? from.plusDays(1)
                            : dash == value.length() - 1
                                    ? LocalDate.of(9999, 1, 1)
                                    : LocalDate.parse(value.substring(dash + 1), MUTT_DATE)
                                            .plusDays(1);
            return new Query.Dated(from, to);
        } catch (DateTimeParseException e) {
            throw new QueryMistake(
                    valueAt + 1, "expected <1w, >1m, 1/11/2026 or 1/11/2026-5/11/2026");
        }
    }

    static Query muttSizes(String value, int valueAt) throws QueryMistake {
        if (value.startsWith(">")) {
            return new Query.Sized(size(value.substring(1), valueAt), Long.MAX_VALUE);
        }
        if (value.startsWith("<")) {
            return new Query.Sized(0, size(value.substring(1), valueAt));
        }
        int dash = value.indexOf('-');
        long least = size(dash < 0 ? value : value.substring(0, dash), valueAt);
        return new Query.Sized(least, dash < 0 ? least : size(value.substring(dash + 1), valueAt));
    }

    static long size(String value, int valueAt) throws QueryMistake {
        if (!value.matches("[0-9]{1,9}[kKmMgG]?")) {
            throw new QueryMistake(
                    valueAt + 1, "expected a size as 500, 20K or 3M, not '" + value + "'");
        }
        long number = Long.parseLong(value.replaceAll("[^0-9]", ""));
        return switch (Character.toLowerCase(value.charAt(value.length() - 1))) {
            case 'k' -> number << 10;
            case 'm' -> number << 20;
            case 'g' -> number << 30;
            default -> number;
        };
    }
}
