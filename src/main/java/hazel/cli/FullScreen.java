package hazel.cli;

import hazel.app.Lease;
import hazel.app.Reader;
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
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Screen;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Opens the screens on the terminal and stays until they close.
///
/// @param relaySocket where the account with `outgoing = "relay:"` sends to
record FullScreen(Config config, Places places, Map<String, String> environment, Path relaySocket) {

    /// What is shown first: screens, each above the one before, and the effects that fill them.
    record First(List<Screen> screens, List<Effect> effects) {

        First {
            screens = List.copyOf(screens);
            effects = List.copyOf(effects);
        }

        static First mailbox(MailboxRef mailbox) {
            return new First(
                    List.of(new Screens().index(mailbox)),
                    List.of(new Effect.OpenMailbox(mailbox)));
        }

        First with(Effect more) {
            return new First(screens, and(effects, more));
        }

        First over(Screen screen, Effect filling) {
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
    void run(First first) throws MailException, ConfigException {
        var keymap = Looks.keymap(config.screen());
        var theme = Looks.theme(config.screen().theme(), ColorDepth.of(environment));
        var letters = new Letters();
        try (Tty tty = Tty.open(theme, letters)) {
            Clock clock = Clock.system(ZoneId.systemDefault());
            var setting = new Reader.Setting(config, places, environment, clock, relaySocket);
            try (var reader = new Reader(setting, lease(tty), letters)) {
                var program = new Program(new Screens(), keymap, tty.display(), reader, clock);
                letters.to(program::post);
                int top = first.screens().size() - 1;
                first.screens().subList(0, top).forEach(program::open);
                program.open(first.screens().get(top), first.effects().toArray(Effect[]::new));
                reader.start();
                program.run();
            }
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("terminal", "there is no terminal to open: " + Reason.of(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
