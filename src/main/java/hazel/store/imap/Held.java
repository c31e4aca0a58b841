package hazel.store.imap;

import hazel.mail.Problem;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Operations that the server refused for now, for want of room (RFC 5530 OVERQUOTA) or as it is
/// busy with itself, and those behind them about the same messages: they stay in the queue and are
/// passed over until their time has come. All others go on.
///
/// The replica knows of them, so that neither the next command nor the next connection sends again
/// what has just been refused. Every method is called within [Replica#ask] or [Replica#change].
///
/// @param clock tells when it is time
record Held(Replica replica, Clock clock) {

    /// `free` is how much room there was when there was too little, and empty where nobody said or
    /// something else was wrong.
    static final String SCHEMA =
            """
            CREATE TABLE IF NOT EXISTS held (
                operation INTEGER PRIMARY KEY,
                tries INTEGER NOT NULL,
                until INTEGER NOT NULL,
                free INTEGER,
                why TEXT NOT NULL
            )
            """;

    /// The first pause; each one after it is twice as long.
    private static final Duration FOR_ROOM = Duration.ofMinutes(30);

    private static final Duration FOR_OTHERS = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /// @param free how much room there is, in units of 1,024 octets, where the server says so
    void add(Collection<? extends Operation> refused, Problem.Refused why, OptionalLong free)
            throws SQLException {
        Duration first = Answers.isOfRoom(why) ? FOR_ROOM : FOR_OTHERS;
        for (Operation each : refused) {
            long tries =
                    replica.number("SELECT tries FROM held WHERE operation = ?", each.id()) + 1;
            Duration pause = first.multipliedBy(1L << Math.min(tries - 1, 11));
            Instant until = clock.instant().plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
            replica.update(
                    "INSERT OR REPLACE INTO held VALUES (?, ?, ?, nullif(?, -1), ?)",
                    each.id(),
                    tries,
                    until.toEpochMilli(),
                    free.orElse(-1),
                    why.message());
        }
    }

    /// Whether any waits for room.
    boolean isForRoom() throws SQLException {
        return replica.number("SELECT count(*) FROM held WHERE free IS NOT NULL") > 0;
    }

    /// There is so much room now: what it is enough for, where it was less before, is tried again.
    ///
    /// @param free in units of 1,024 octets
    void roomIs(long free) throws SQLException {
        replica.update(
                """
                UPDATE held SET until = 0
                WHERE free < ? AND operation IN (
                    SELECT o.id FROM operation o JOIN message m ON m.id = o.message
                    WHERE m.size <= ? * 1024)
                """,
                free,
                free);
    }

    /// Somebody asks for all of it to be tried again.
    void release() throws SQLException {
        replica.update("UPDATE held SET until = 0 WHERE until > 0");
    }

    /// The first operations, in their order, that need not wait.
    List<Operation> free(int most) throws SQLException {
        Set<Long> held = new HashSet<>(now());
        Set<Long> messages = new HashSet<>();
        return replica.operations()
                .first(
                        most,
                        operation -> {
                            Set<Long> about = operation.messages();
                            boolean isHeld =
                                    held.contains(operation.id())
                                            || about.stream().anyMatch(messages::contains);
                            if (isHeld) {
                                messages.addAll(about);
                            }
                            return !isHeld;
                        });
    }

    /// A clock that was set back holds nothing for longer than the longest pause.
    private List<Long> now() throws SQLException {
        long now = clock.millis();
        return replica.list(
                row -> row.getLong(1),
                "SELECT operation FROM held WHERE until > ? AND until <= ?",
                now,
                now + LONGEST.toMillis());
    }

    /// What a person has to know of all that waits; empty where nothing does.
    Optional<String> sentence() throws SQLException {
        long waiting = replica.operations().count();
        if (waiting == 0) {
            return Optional.empty();
        }
        String all = waiting == 1 ? "1 change waits" : waiting + " changes wait";
        String why =
                replica.first(
                                row -> because(row.getString(1), row.getLong(2)),
                                "SELECT why, until FROM held WHERE until > ? ORDER BY until LIMIT"
                                        + " 1",
                                clock.millis())
                        .orElse("");
        return Optional.of(all + " for the server" + why);
    }

    private String because(String why, long until) {
        return ": "
                + why
                + "; tried again at "
                + TIME.format(Instant.ofEpochMilli(until).atZone(ZoneId.systemDefault()));
    }
}
