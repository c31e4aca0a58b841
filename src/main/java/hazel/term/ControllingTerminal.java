package hazel.term;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jline.nativ.CLibrary;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.AbstractUnixSysTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntUnaryOperator;

/// JLine's terminal by its own native library, without what takes most of the time to open it and
/// is used for nothing here: the names of all capabilities there are, and those of this terminal.
final class ControllingTerminal extends AbstractUnixSysTerminal {

    private static final int STANDARD_INPUT = 0;

    private final Pty pty;

    private ControllingTerminal(TerminalProvider provider, Pty pty, String type)
            throws IOException {
        super(
                provider,
                SystemStream.Output,
                "hazel",
                type,
                UTF_8,
                UTF_8,
                UTF_8,
                true,
                SignalHandler.SIG_DFL,
                pty.getAttr());
        this.pty = pty;
    }

    /// Has a terminal take no signal when it is opened: JLine would give each that there is the
    /// default of the operating system, through reflection, which takes milliseconds before the
    /// first frame and has a signal that comes then end the program without restoring anything.
    private static final class Provider extends JniTerminalProvider {

        private boolean isOpen;

        @Override
        @SuppressWarnings("NullAway") // JLine takes null where nothing is to be undone
        public Object registerDefaultSignal(String name) {
            return isOpen ? super.registerDefaultSignal(name) : null;
        }
    }

    /// Loads what opening a terminal needs and changes nothing.
    ///
    /// @throws LinkageError where there is no library for this machine
    static void prepare() {
        var _ = new Provider();
    }

    /// @throws IOException where standard output is no terminal
    /// @throws LinkageError where there is no library for this machine
    static Terminal open(String type) throws IOException {
        var provider = new Provider();
        var opened = new ControllingTerminal(provider, provider.current(SystemStream.Output), type);
        provider.isOpen = true;
        return opened;
    }

    @Override
    protected void parseInfoCmp() {}

    /// Without it a thread of JLine's would read ahead, and take from an editor its first key.
    @Override
    protected IntUnaryOperator createPollFunction() {
        return timeout -> CLibrary.pollForInput(STANDARD_INPUT, timeout);
    }

    @Override
    protected Attributes doGetAttributes() {
        try {
            return pty.getAttr();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doSetAttributes(Attributes attributes) {
        try {
            pty.setAttr(attributes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Size doGetSize() {
        try {
            return pty.getSize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doSetSize(Sized size) {
        try {
            pty.setSize(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
