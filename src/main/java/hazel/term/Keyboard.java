package hazel.term;

import hazel.ui.Msg;

import org.jline.utils.NonBlockingReader;

import java.io.IOException;
import java.util.function.Consumer;

/// Reads keys on a thread of its own and reports each as a message. Paused, it reads nothing, so
/// that another program can.
final class Keyboard {

    /// How long one read waits, and so how long [#pause] may take.
    private static final int WAIT_MILLIS = 100;

    private final NonBlockingReader reader;
    private final Consumer<Msg> report;

    /// Held while reading; whoever pauses holds it meanwhile.
    private final java.util.concurrent.locks.ReentrantLock reading =
            new java.util.concurrent.locks.ReentrantLock(true);

    private volatile boolean isStopped;

    private Keyboard(NonBlockingReader reader, Consumer<Msg> report) {
        this.reader = reader;
        this.report = report;
    }

    static Keyboard start(NonBlockingReader reader, Consumer<Msg> report) {
        var keyboard = new Keyboard(reader, report);
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
        char[] buffer = new char[4096];
        while (!isStopped) {
            int count;
            reading.lock();
            try {
                int wait = decoder.isWaiting() ? KeyDecoder.ESCAPE_MILLIS : WAIT_MILLIS;
                count = reader.readBuffered(buffer, 0, buffer.length, wait);
            } catch (IOException e) {
                count = NonBlockingReader.EOF;
            } finally {
                reading.unlock();
            }
            if (count == NonBlockingReader.EOF) {
                hangUp();
                return;
            }
            boolean isExpired = count == NonBlockingReader.READ_EXPIRED || count == 0;
            KeyDecoder.Step step =
                    isExpired ? decoder.flush() : decoder.feed(new String(buffer, 0, count));
            decoder = step.next();
            step.messages().forEach(report);
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
