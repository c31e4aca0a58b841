package hazel.cli;

import hazel.app.Lease;
import hazel.app.Reader;
import hazel.command.Keymap;
import hazel.config.Config;
import hazel.config.Places;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.screen.Screens;
import hazel.store.MailboxRef;
import hazel.term.ColorDepth;
import hazel.term.Tty;
import hazel.ui.Effect;
import hazel.ui.Effects;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// Opens the screens on the terminal and stays until they close.
///
/// @param relaySocket where the account with `outgoing = "relay:"` sends to
record FullScreen(Config config, Places places, Map<String, String> environment, Path relaySocket) {

    /// What is started once the first screen is painted, and ended with the last.
    interface Beside {
        AutoCloseable start() throws MailException;
    }

    /// Presses keys, for the start-up cache; on a thread that nobody waits for.
    interface Typist {
        Typist NOBODY = _ -> {};

        void type(Consumer<Msg> keys);
    }

    /// What is shown first: screens, each above the one before, and the effects that fill them.
    record First(List<Function<ScreenFactory, Screen>> screens, List<Effect> effects) {

        First {
            screens = List.copyOf(screens);
            effects = List.copyOf(effects);
        }

        static First mailbox(MailboxRef mailbox) {
            return new First(
                    List.of(factory -> factory.index(mailbox)),
                    List.of(new Effect.OpenMailbox(mailbox)));
        }

        First with(Effect more) {
            return new First(screens, and(effects, more));
        }

        First over(Function<ScreenFactory, Screen> screen, Effect filling) {
            return new First(and(screens, screen), and(effects, filling));
        }

        private static <T> List<T> and(List<T> all, T more) {
            List<T> longer = new ArrayList<>(all);
            longer.add(more);
            return longer;
        }
    }

    /// Runs until the user leaves.
    ///
    /// @throws MailException where there is no terminal
    void run(First first, Beside beside) throws MailException, ConfigException {
        run(first, beside, Typist.NOBODY);
    }

    void run(First first, Beside beside, Typist typist) throws MailException, ConfigException {
        Clock clock = Clock.system(ZoneId.systemDefault());
        onTerminal((tty, keymap, letters) -> {
            var setting = new Reader.Setting(config, places, environment, clock, relaySocket);
            try (var later = new Later(beside);
                    var notices = notices(tty, letters);
                    var reader = new Reader(setting, lease(tty), notices)) {
                var screens = new Screens(config.screen().readableColumns());
                var program = new Program(screens, keymap, tty.display(), reader, clock);
                letters.to(program::post);
                first.screens().forEach(screen -> program.open(screen.apply(screens)));
                program.start(first.effects());
                program.settle();
                later.begin(reader, letters);
                Thread.ofVirtual().start(() -> typist.type(letters));
                try {
                    program.run();
                } finally {
                    later.settle();
                }
            }
        });
    }

    /// Runs one screen, before there is any mail, until it closes.
    ///
    /// @param effects performs what it asks for
    void run(Function<ScreenFactory, Screen> screen, Effects effects)
            throws MailException, ConfigException {
        onTerminal((tty, keymap, letters) -> {
            var screens = new Screens(config.screen().readableColumns());
            Clock clock = Clock.system(ZoneId.systemDefault());
            var program = new Program(screens, keymap, tty.display(), effects, clock);
            letters.to(program::post);
            program.open(screen.apply(screens));
            program.run();
        });
    }

    private interface Inside {
        void run(Tty tty, Keymap keymap, Letters letters)
                throws MailException, IOException, InterruptedException;
    }

    private void onTerminal(Inside inside) throws MailException, ConfigException {
        var opening = Tty.begin();
        var keymap = Looks.keymap(config.screen());
        var theme = Looks.theme(config.screen().theme(), ColorDepth.of(environment));
        var letters = new Letters();
        try (Tty tty = opening.finish(theme, letters)) {
            inside.run(tty, keymap, letters);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("terminal", "there is no terminal to open: " + Reason.of(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What goes on by itself beside the screens, begun on a thread of its own: nobody waits for
    /// it. It ends after the reader, whose last message it may have to take.
    private static final class Later implements AutoCloseable {

        private final Beside beside;
        private Thread thread = Thread.ofVirtual().unstarted(() -> {});
        private AutoCloseable running = () -> {};

        Later(Beside beside) {
            this.beside = beside;
        }

        void begin(Reader reader, Consumer<Msg> report) {
            thread = Thread.ofVirtual().name("beside").start(() -> start(reader, report));
        }

        private void start(Reader reader, Consumer<Msg> report) {
            try {
                running = beside.start();
            } catch (MailException e) {
                report.accept(new Msg.Failed(new Effect.ListOutbox(), e.problem()));
            }
            reader.start();
        }

        /// Waits until all has begun.
        void settle() throws InterruptedException {
            thread.join();
        }

        @Override
        public void close() throws MailException {
            terminal(() -> {
                running.close();
                return true;
            });
        }
    }

    /// What comes before the program is there to hear it waits.
    private static final class Letters implements Consumer<Msg> {

        private final List<Msg> early = new ArrayList<>();
        private Consumer<Msg> to = early::add;

        @Override
        public synchronized void accept(Msg msg) {
            to.accept(msg);
        }

        synchronized void to(Consumer<Msg> program) {
            to = program;
            early.forEach(program);
        }
    }

    private MailNotices notices(Tty tty, Consumer<Msg> next) {
        return new MailNotices(
                config.notices(),
                new MailNotices.Terminal() {
                    @Override
                    public void osc9(String text) throws IOException {
                        tty.osc9(text);
                    }

                    @Override
                    public void osc777(String title, String text) throws IOException {
                        tty.osc777(title, text);
                    }
                },
                next);
    }

    private static Lease lease(Tty tty) {
        return new Lease() {
            @Override
            public int lend(Borrowing work) throws MailException {
                return terminal(() -> tty.lend(work::run));
            }

            @Override
            public boolean suspend() throws MailException {
                return terminal(tty::suspend);
            }
        };
    }

    private interface TerminalWork<T> {
        T run() throws Exception;
    }

    @SuppressWarnings("IllegalCatch") // a Callable's exceptions have no better type
    private static <T> T terminal(TerminalWork<T> work) throws MailException {
        try {
            return work.run();
        } catch (MailException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("terminal"), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new MailException(
                    new Problem.Failed("terminal", "the terminal: " + Reason.of(e)), e);
        }
    }
}
