package hazel.term;

import hazel.ui.Display;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Size;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlocking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The controlling terminal, opened for full-screen use and put back on close, at the end of the
/// program however it comes, and while another program has it.
///
/// Opened, drawn on and lent by the UI thread; keys are read on a thread of their own; signals come
/// on the JVM's.
public final class Tty implements AutoCloseable {

    /// Alternate screen, keypad and cursor keys as they are, bracketed paste, mouse buttons and
    /// wheel with SGR coordinates.
    private static final String ENTER =
            "\033[?1049h\033[?1l\033>\033[?2004h\033[?1000h\033[?1006h\033[?7l";

    private static final String LEAVE =
            "\033[?7h\033[?1006l\033[?1000l\033[?2004l\033[0m\033[?25h\033[?1049l";

    private final Terminal tty;
    private final LineTerminal terminal;
    private final LanternaDisplay display;
    private final Consumer<Msg> report;
    private final Attributes cooked;
    private final Attributes raw;
    private final Keyboard keyboard;
    private final AtomicBoolean isOurs = new AtomicBoolean();
    private final Thread hook;

    private Tty(Terminal tty, Theme theme, Consumer<Msg> report) throws IOException {
        this.tty = tty;
        this.report = report;
        this.cooked = new Attributes(tty.getAttributes());
        this.raw = raw(cooked);
        this.terminal = new LineTerminal(tty);
        this.hook = new Thread(this::giveBackQuietly, "terminal-restore");
        Runtime.getRuntime().addShutdownHook(hook);
        take();
        this.display = new LanternaDisplay(terminal, theme);
        this.keyboard = Keyboard.start(NonBlocking.nonBlocking("keyboard", tty.input()), report);
        Size opened = size();
        // Apart: the first frame need not wait for it.
        Thread.ofPlatform().daemon().name("signals").start(() -> hearSignals(opened));
    }

    private void hearSignals(Size before) {
        tty.handle(Signal.WINCH, _ -> reportSize());
        tty.handle(Signal.CONT, _ -> continued());
        tty.handle(Signal.TSTP, _ -> pressed("<C-z>"));
        tty.handle(Signal.INT, _ -> pressed("<C-c>"));
        tty.handle(Signal.QUIT, _ -> reportSize());
        if (!size().equals(before)) {
            reportSize(); // nobody heard of it
        }
    }

    /// Begins to load what a terminal and the drawing on it need, beside what is to be done before
    /// it is known whether one will be opened. Changes nothing.
    public static void prepare() {
        Thread.ofPlatform().daemon().name("terminal-ahead").start(Tty::load);
        Thread.ofPlatform().daemon().name("display-ahead").start(LanternaDisplay::prepare);
    }

    private static void load() {
        try {
            findLibrary();
            ControllingTerminal.prepare();
        } catch (RuntimeException | LinkageError _) {
            // Opening one will say what is wrong.
        }
    }

    /// Begins to open the terminal on a thread of its own: it takes as long as everything else
    /// before the first frame. Nothing is seen of it before [Opening#finish].
    public static Opening begin() {
        var opening = new FutureTask<>(Tty::terminal);
        Thread.ofPlatform().daemon().name("terminal").start(opening);
        return new Opening(opening);
    }

    /// A terminal that is being opened.
    public static final class Opening {

        private final Future<Terminal> terminal;

        private Opening(Future<Terminal> terminal) {
            this.terminal = terminal;
        }

        /// @param report hears keys, pastes, clicks and sizes, from several threads
        /// @throws IOException where there is no terminal
        public Tty finish(Theme theme, Consumer<Msg> report)
                throws IOException, InterruptedException {
            try {
                return new Tty(terminal.get(), theme, report);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e);
            }
        }
    }

    private static Terminal terminal() throws IOException {
        String type = Optional.ofNullable(System.getenv("TERM")).orElse("ansi");
        try {
            findLibrary();
            return ControllingTerminal.open(type);
        } catch (IOException | RuntimeException | LinkageError e) {
            InfoCmp.setLoadedInfoCmp(type, type + ","); // else another program is asked for it
            return TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(true)
                    .graphemeCluster(false)
                    .providers("ffm,exec")
                    .build();
        }
    }

    /// Where the launcher knows of native libraries, JLine need not unpack its own at each start.
    private static void findLibrary() {
        String machine = System.getProperty("os.arch", "");
        String name =
                machine.equals("amd64")
                        ? "x86_64"
                        : machine.equals("aarch64") ? "arm64" : machine; // as JLine says it
        Optional.ofNullable(System.getProperty("hazel.native"))
                .map(root -> Path.of(root, "org/jline/nativ/Linux", name))
                .filter(Files::isDirectory)
                .ifPresent(dir -> System.setProperty("library.jline.path", dir.toString()));
    }

    public Display display() {
        return display;
    }

    /// Gives the terminal to other work, such as an editor, and takes it back after. On the UI
    /// thread, which waits meanwhile.
    public <T> T lend(Callable<T> work) throws Exception {
        keyboard.pause();
        try {
            giveBack();
            return work.call();
        } finally {
            take();
            keyboard.resume();
            display.invalidate();
            reportSize();
        }
    }

    /// Stops this program, as `Ctrl-Z` stops any other, until the shell goes on with it. Returns
    /// false at once where nobody could: no shell with jobs started us.
    public boolean suspend() throws IOException, InterruptedException {
        if (!isJob()) {
            return false;
        }
        keyboard.pause();
        try {
            giveBack();
            // The whole process group, because a launcher may wait for us. QUIRK: Java cannot
            // raise a signal.
            tty.handle(Signal.TSTP, Terminal.SignalHandler.SIG_DFL);
            new ProcessBuilder("kill", "-TSTP", "0").inheritIO().start().waitFor();
        } finally {
            tty.handle(Signal.TSTP, _ -> pressed("<C-z>"));
            take();
            keyboard.resume();
            display.invalidate();
            reportSize();
        }
        return true;
    }

    /// Whether a shell gave us a process group of our own. In the group of the session's leader
    /// nobody is left to go on with what was stopped.
    private static boolean isJob() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.isReadable(stat)) {
            return true;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return fields.length > 3 && !fields[2].equals(fields[3]); // group and session
    }

    /// Someone stopped us from outside and let us go on: the shell has had the terminal.
    private void continued() {
        if (isOurs.get()) {
            isOurs.set(false);
            try {
                take();
            } catch (IOException e) {
                System.getLogger("hazel.term").log(System.Logger.Level.DEBUG, "resuming", e);
            }
            reportSize();
        }
    }

    /// A signal that another program sent. One meant for the program that has the terminal is not
    /// ours.
    private void pressed(String key) {
        if (isOurs.get()) {
            report.accept(new Msg.Pressed(new Key(key)));
        }
    }

    /// Asks the terminal to show a notice, by the sequence that iTerm2 began. From any thread.
    ///
    /// @param text harmless
    public void osc9(String text) throws IOException {
        terminal.beside("\033]9;" + text + "\007");
    }

    /// The same, by the sequence that rxvt-unicode began.
    ///
    /// @param title harmless
    public void osc777(String title, String text) throws IOException {
        terminal.beside("\033]777;notify;" + title.replace(';', ',') + ";" + text + "\007");
    }

    private void reportSize() {
        report.accept(new Msg.Resized(size()));
    }

    private Size size() {
        return new Size(tty.getColumns(), tty.getRows());
    }

    private void take() throws IOException {
        if (isOurs.compareAndSet(false, true)) {
            tty.setAttributes(raw);
            terminal.enter(ENTER);
        }
    }

    private void giveBack() throws IOException {
        if (isOurs.compareAndSet(true, false)) {
            terminal.leave(LEAVE);
            tty.setAttributes(cooked);
        }
    }

    private void giveBackQuietly() {
        try {
            giveBack();
        } catch (IOException e) {
            System.getLogger("hazel.term").log(System.Logger.Level.DEBUG, "leaving", e);
        }
    }

    /// Every key a character, at once, none a signal.
    ///
    /// QUIRK: JLine 4.5 watches what is read for the characters of signals while ISIG is off, and
    /// calls the handler besides handing on the character: one `Ctrl-Z`, two keys. So no octet that
    /// UTF-8 has is such a character.
    private static Attributes raw(Attributes cooked) {
        var raw = new Attributes(cooked);
        raw.setLocalFlags(
                EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG),
                false);
        raw.setInputFlags(
                EnumSet.of(
                        InputFlag.IXON,
                        InputFlag.ICRNL,
                        InputFlag.INLCR,
                        InputFlag.IGNCR,
                        InputFlag.ISTRIP),
                false);
        for (ControlChar signal :
                List.of(ControlChar.VINTR, ControlChar.VQUIT, ControlChar.VSUSP)) {
            raw.setControlChar(signal, 0xff);
        }
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        return raw;
    }

    @Override
    public void close() throws IOException {
        keyboard.stop();
        giveBack();
        if (!Thread.currentThread().equals(hook)) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // The end has begun; the hook has run or is about to.
            }
        }
        tty.close();
    }
}
