package hazel.term;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.ui.Display;
import hazel.ui.Frame;
import hazel.ui.Size;

import org.jline.terminal.impl.DumbTerminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The display that the program has, on a terminal that only remembers what it was sent.
public final class TappedDisplay implements Display, AutoCloseable {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final DumbTerminal terminal;
    private final LanternaDisplay display;

    public TappedDisplay(Size size, List<String> theme) throws IOException {
        terminal =
                new DumbTerminal(
                        "tapped", "xterm-256color", InputStream.nullInputStream(), sent, UTF_8);
        terminal.setSize(new org.jline.terminal.Size(size.columns(), size.rows()));
        var line = new LineTerminal(terminal);
        line.enter("");
        display = new LanternaDisplay(line, Theme.read(theme, ColorDepth.TRUE).theme());
    }

    /// What was sent since this was last asked.
    public String sent() {
        String text = sent.toString(UTF_8);
        sent.reset();
        return text;
    }

    @Override
    public Size size() {
        return display.size();
    }

    @Override
    public void show(Frame frame) {
        display.show(frame);
    }

    @Override
    public void invalidate() {
        display.invalidate();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
