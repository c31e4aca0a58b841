package hazel.term;

import hazel.ui.Msg;

import org.jline.utils.NonBlockingInputStream;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads keys on a thread of its own and reports each as a message. Paused, it reads nothing, so
/// that another program can.
///
/// QUIRK: octets are read, not characters. The reader that JLine 4.5 makes of its stream has a
/// buffer of four octets and stands still where a character lies across its end. Of that stream
/// only the first octet of what comes is taken, because it hands each from a thread to another,
/// which takes ten thousand times as long as to read what lies there already.
final class Keyboard {

    /// How long one read waits, and so how long [#pause] may take.
    private static final int WAIT_MILLIS = 100;

    private final NonBlockingInputStream input;
    private final Consumer<Msg> report;

    /// The same device, for what is there already when the first octet has come.
    private final FileInputStream rest = new FileInputStream(FileDescriptor.in);

    /// Held while reading; whoever pauses holds it meanwhile.
    private final java.util.concurrent.locks.ReentrantLock reading =
            new java.util.concurrent.locks.ReentrantLock(true);

    private final Characters characters = new Characters();
    private volatile boolean isStopped;

    private Keyboard(NonBlockingInputStream input, Consumer<Msg> report) {
        this.input = input;
        this.report = report;
    }

    static Keyboard start(NonBlockingInputStream input, Consumer<Msg> report) {
        var keyboard = new Keyboard(input, report);
        Thread.ofPlatform().name("keyboard").daemon().start(keyboard::run);
        return keyboard;
    }

    /// Returns when nothing is being read any more; for the same thread to [#resume].
    void pause() {
        reading.lock();
    }

    void resume() {
        reading.unlock();
    }

    void stop() {
        isStopped = true;
    }

    private void run() {
        KeyDecoder decoder = KeyDecoder.START;
        byte[] octets = new byte[1 << 16];
        while (!isStopped) {
            int wait = decoder.isWaiting() ? KeyDecoder.ESCAPE_MILLIS : WAIT_MILLIS;
            int count = read(octets, wait);
            if (count == NonBlockingInputStream.EOF) {
                hangUp();
                return;
            }
            decoder = report(decoder, octets, count);
        }
    }

    /// Nothing that is typed or pasted may end the only thread that hears the user.
    ///
    /// @param count below 0 where nothing more came
    private KeyDecoder report(KeyDecoder decoder, byte[] octets, int count) {
        try {
            KeyDecoder.Step step =
                    count < 0 ? decoder.flush() : decoder.feed(characters.of(octets, count));
            step.messages().forEach(report);
            return step.next();
        } catch (RuntimeException e) {
            System.getLogger("hazel.term").log(System.Logger.Level.ERROR, "keys", e);
            return KeyDecoder.START;
        }
    }

    /// As much as comes at once, or below 0 where nothing comes or nothing will.
    private int read(byte[] octets, int wait) {
        reading.lock();
        try {
            int first = input.read(wait);
            if (first < 0) {
                return first;
            }
            octets[0] = (byte) first;
            int count = 1;
            int ready = rest.available();
            while (ready > 0 && count < octets.length) {
                int more = rest.read(octets, count, Math.min(ready, octets.length - count));
                count += Math.max(0, more);
                ready = more < 0 ? 0 : rest.available();
            }
            return count;
        } catch (IOException e) {
            return NonBlockingInputStream.EOF;
        } finally {
            reading.unlock();
        }
    }

    /// The terminal is gone. What a hangup signal would do, for where none is sent: the JVM's
    /// shutdown hooks run.
    private void hangUp() {
        if (!isStopped) {
            Runtime.getRuntime().exit(129);
        }
    }
}
