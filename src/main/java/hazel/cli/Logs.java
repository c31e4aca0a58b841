package hazel.cli;

import java.text.MessageFormat;
import java.util.Optional;
import java.util.ResourceBundle;

/// Makes the loggers of the platform, which write to [Log] without `java.util.logging`: that takes
/// a start of the program milliseconds, and this is found in the first jar that is looked into.
///
/// Before [Log#begin], as in a test, what is logged goes to standard error.
public final class Logs extends System.LoggerFinder {

    private static final System.Logger.Level LEAST = System.Logger.Level.INFO;

    private final Sink sink;

    /// For the platform.
    public Logs() {
        this(Log::tell);
    }

    Logs(Sink sink) {
        this.sink = sink;
    }

    /// The platform looks for a second finder of loggers before it takes the first, in each jar
    /// that there is, and is content with the first where it finds one. Named beside it, this one
    /// ends the search there.
    public static final class Second extends System.LoggerFinder {

        /// For the platform, which has no use for it.
        public Second() {}

        @Override
        public System.Logger getLogger(String name, Module module) {
            return new Logs().getLogger(name, module);
        }
    }

    /// Takes what is logged.
    @FunctionalInterface
    interface Sink {
        void take(String words, Optional<Throwable> thrown);
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Logger(name, sink);
    }

    private record Logger(String name, Sink sink) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(LEAST) >= 0 && level != Level.OFF;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                sink.take(level + " " + name + ": " + message, Optional.ofNullable(thrown));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            if (isLoggable(level)) {
                sink.take(level + " " + name + ": " + filled(format, values), Optional.empty());
            }
        }

        private static String filled(String format, Object... values) {
            if (values == null || values.length == 0) {
                return format;
            }
            try {
                return MessageFormat.format(format, values);
            } catch (IllegalArgumentException _) {
                return format; // of a library that means something else by its braces
            }
        }
    }
}
