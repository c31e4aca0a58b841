package hazel.smtp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What was said on a connection, line by line with the time since its beginning, fit to be shown
/// to anybody: secrets are masked, the message is one line that gives its size, no control
/// character is left.
///
/// It holds what was said so far also when the connection failed. Bounded; used by one thread at a
/// time.
public final class Transcript {

    private static final int MAX_LINES = 5000;
    private static final int MAX_WIDTH = 1000;

    private static final int CHALLENGE = 334;

    private final InstantSource clock;
    private final Instant start;
    private final List<String> lines = new ArrayList<>();
    private final Consumer<String> listener;

    public Transcript() {
        this(InstantSource.system());
    }

    public Transcript(InstantSource clock) {
        this(clock, _ -> {});
    }

    private Transcript(InstantSource clock, Consumer<String> listener) {
        this.clock = clock;
        this.start = clock.instant();
        this.listener = listener;
    }

    /// One for somebody who looks on.
    ///
    /// @param listener is given each line when it is said, on the thread of the session
    public static Transcript heardBy(Consumer<String> listener) {
        return new Transcript(InstantSource.system(), listener);
    }

    void client(String text) {
        add("C: " + text);
    }

    void server(Reply reply) {
        if (reply.code() == CHALLENGE) {
            add("S: 334 (masked)"); // with what SCRAM's says one could try passwords at leisure
            return;
        }
        String status = reply.enhanced().map(s -> s + " ").orElse("");
        int last = reply.lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            add("S: " + reply.code() + (i < last ? "-" : " ") + status + reply.lines().get(i));
        }
    }

    /// Something neither side said: connected, TLS began, the connection broke.
    void note(String text) {
        add("-- " + text);
    }

    private void add(String text) {
        String harmless = Harmless.text(text.substring(0, Math.min(MAX_WIDTH, text.length())));
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        String line = String.format(Locale.ROOT, "%7.3f %s", seconds, harmless);
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
        listener.accept(line);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /// All lines, each with a line end.
    @Override
    public String toString() {
        var text = new StringBuilder();
        lines.forEach(l -> text.append(l).append('\n'));
        return text.toString();
    }
}
