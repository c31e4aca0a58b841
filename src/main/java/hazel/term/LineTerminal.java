package hazel.term;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;

import hazel.text.Columns;

import org.jline.terminal.Terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Lets Lanterna draw on a terminal that JLine owns. Lanterna is given no input at all, and its
/// output is gathered so that a frame is one write.
final class LineTerminal extends ANSITerminal {

    private static final String BEGIN = "\033[?2026h"; // synchronized update
    private static final String END = "\033[?2026l";

    private final Terminal tty;
    private final Gathered out;
    private int column;
    private int row;

    /// Whether the terminal may have moved its cursor by another width than ours.
    private boolean isAdrift;

    LineTerminal(Terminal tty) {
        this(tty, new Gathered(tty.output()));
    }

    private LineTerminal(Terminal tty, Gathered out) {
        super(InputStream.nullInputStream(), out, UTF_8);
        this.tty = tty;
        this.out = out;
    }

    @Override
    protected TerminalSize findTerminalSize() {
        return new TerminalSize(Math.max(1, tty.getColumns()), Math.max(1, tty.getRows()));
    }

    @Override
    public void setCursorPosition(int x, int y) throws IOException {
        super.setCursorPosition(x, y);
        column = x;
        row = y;
        isAdrift = false;
    }

    /// Lanterna 3.1.5 encodes a string one `char` at a time, which turns every character outside
    /// the BMP into two question marks. After a cluster that terminals measure differently the
    /// cursor is placed anew, so that it spoils one cell and not the row.
    @Override
    public void putString(String string) throws IOException {
        if (isAdrift) {
            super.setCursorPosition(column, row);
        }
        writeToTerminal(string.getBytes(UTF_8));
        if (Cells.isPlain(string)) {
            column += string.length();
            isAdrift = false;
            return;
        }
        column += Columns.width(string);
        isAdrift = string.length() > 1 || isDisputed(string.charAt(0));
    }

    @Override
    public void putCharacter(char c) throws IOException {
        putString(String.valueOf(c));
    }

    private static boolean isDisputed(char c) {
        return c >= 0x2000 && !(c >= 0x2500 && c < 0x2580) && !(c >= 0x3040 && c < 0xd7a4);
    }

    /// Sets modes at once; frames may follow.
    void enter(String modes) throws IOException {
        out.open(modes.getBytes(UTF_8));
    }

    /// Sets modes at once. Frames drawn after this, by a thread that does not know yet, are lost:
    /// the terminal is another's.
    void leave(String modes) throws IOException {
        out.shut(modes.getBytes(UTF_8));
    }

    /// Writes a sequence that shows nothing, between two frames. From any thread; nothing where the
    /// terminal is another's.
    void beside(String sequence) throws IOException {
        out.beside(sequence.getBytes(UTF_8));
    }

    /// Keeps what is written until it is flushed, and writes it in one piece.
    private static final class Gathered extends OutputStream {

        private final OutputStream to;
        private byte[] buffer = new byte[1 << 15];
        private int count;
        private boolean isOpen;

        Gathered(OutputStream to) {
            this.to = to;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            if (count + length > buffer.length) {
                buffer =
                        java.util.Arrays.copyOf(
                                buffer, Math.max(2 * buffer.length, count + length));
            }
            System.arraycopy(bytes, from, buffer, count, length);
            count += length;
        }

        @Override
        public synchronized void flush() throws IOException {
            if (count > 0 && isOpen) {
                byte[] frame = new byte[BEGIN.length() + count + END.length()];
                System.arraycopy(BEGIN.getBytes(UTF_8), 0, frame, 0, BEGIN.length());
                System.arraycopy(buffer, 0, frame, BEGIN.length(), count);
                System.arraycopy(
                        END.getBytes(UTF_8), 0, frame, BEGIN.length() + count, END.length());
                to.write(frame);
            }
            count = 0;
            to.flush();
        }

        synchronized void beside(byte[] bytes) throws IOException {
            if (isOpen) {
                to.write(bytes);
                to.flush();
            }
        }

        synchronized void open(byte[] first) throws IOException {
            isOpen = true;
            to.write(first);
            to.flush();
        }

        synchronized void shut(byte[] last) throws IOException {
            isOpen = false;
            count = 0;
            to.write(last);
            to.flush();
        }
    }
}
