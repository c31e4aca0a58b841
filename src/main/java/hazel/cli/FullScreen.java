package hazel.cli;

import hazel.app.Lease;
import hazel.app.Reader;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.mail.Zone;
import hazel.screen.Screens;
import hazel.store.MailboxRef;
import hazel.term.ColorDepth;
import hazel.term.Tty;
import hazel.ui.Display;
import hazel.ui.Effect;
import hazel.ui.Effects;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Opens the screens on the terminal and stays until they close.
///
/// @param relay where the account with `outgoing = "relay:"` sends to
record FullScreen(LocalRelay relay, Map<String, String> environment) {

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

        /// Those that read mail: they can be begun before there is a screen.
        List<Effect> reading() {
            return effects.stream().filter(Effect.OnMail.class::isInstance).toList();
        }

        List<Effect> others() {
            return effects.stream().filter(e -> !(e instanceof Effect.OnMail)).toList();
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
        Clock clock = Zone.clock();
        onTerminal(starting -> {
            Letters letters = starting.letters();
            Config config = relay.config();
            var setting =
                    new Reader.Setting(
                            config,
                            relay.places(),
                            environment,
                            clock,
                            relay.socket(),
                            new QueueDesk(relay));
            try (var later = new Later(beside);
                    var notices =
                            new MailNotices(
                                    config.notices(),
                                    config.mailboxes(),
                                    starting.seat(),
                                    letters);
                    var reader = new Reader(setting, starting.seat(), notices)) {
                // The mail is read while the terminal is opened.
                first.reading().forEach(effect -> reader.perform(effect, letters));
                var screens = new Screens(relay.config().screen().readableColumns());
                Program program = starting.program(screens, reader, clock);
                first.screens().forEach(screen -> program.open(screen.apply(screens)));
                program.start(first.others());
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
        onTerminal(starting -> {
            var screens = new Screens(relay.config().screen().readableColumns());
            Clock clock = Zone.clock();
            Program program = starting.program(screens, effects, clock);
            program.open(screen.apply(screens));
            program.settle();
            program.run();
        });
    }

    private interface Inside {
        void run(Starting starting)
                throws MailException, ConfigException, IOException, InterruptedException;
    }

    /// What is being made ready on other threads.
    private record Starting(Tty.Opening opening, Looks looks, Seat seat, Letters letters) {

        /// Waits for it. Nothing is drawn yet.
        Program program(ScreenFactory screens, Effects effects, Clock clock)
                throws ConfigException, IOException, InterruptedException {
            Display display = seat.take(opening.finish(looks.theme(), letters));
            var program = new Program(screens, looks.keymap(), display, effects, clock);
            letters.to(program::post);
            return program;
        }
    }

    private void onTerminal(Inside inside) throws MailException, ConfigException {
        var opening = Tty.begin();
        var looks = Looks.begin(relay.config().screen(), ColorDepth.of(environment));
        try (var seat = new Seat()) {
            inside.run(new Starting(opening, looks, seat, new Letters()));
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("terminal", "there is no terminal to open: " + Reason.of(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What goes on by itself beside the screens, begun on a thread of its own, a moment after the
    /// first frame: the rows of the mailbox are read and drawn until then, and nobody waits for
    /// this. It ends after the reader, whose last message it may have to take.
    private static final class Later implements AutoCloseable {

        private static final Duration MOMENT = Duration.ofMillis(200);

        private final Beside beside;
        private final CountDownLatch isWanted = new CountDownLatch(1);
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
                var _ = isWanted.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
                running = beside.start();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // nobody does that
                return;
            } catch (MailException e) {
                report.accept(new Msg.Failed(new Effect.ListOutbox(), e.problem()));
            }
            reader.start();
        }

        /// Waits until all has begun.
        void settle() throws InterruptedException {
            isWanted.countDown();
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

    /// The terminal, for those who may have it a while. Nobody asks for it before it is taken.
    private static final class Seat implements Lease, MailNotices.Terminal, AutoCloseable {

        private volatile Optional<Tty> tty = Optional.empty();

        Display take(Tty opened) {
            tty = Optional.of(opened);
            return opened.display();
        }

        @Override
        public int lend(Borrowing work) throws MailException {
            return terminal(() -> tty.orElseThrow().lend(work::run));
        }

        @Override
        public boolean suspend() throws MailException {
            return terminal(tty.orElseThrow()::suspend);
        }

        @Override
        public void osc9(String text) throws IOException {
            tty.orElseThrow().osc9(text);
        }

        @Override
        public void osc777(String title, String text) throws IOException {
            tty.orElseThrow().osc777(title, text);
        }

        @Override
        public void close() throws IOException {
            if (tty.isPresent()) {
                tty.get().close();
            }
        }
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
