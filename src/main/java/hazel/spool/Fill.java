package hazel.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How full a spool is. Other processes put messages in too, so the count is taken again from time
/// to time; between two counts it may be a little off.
final class Fill {

    private static final int RECOUNT_EVERY = 64;

    private final Path queue;
    private int untilRecount;
    private long messages;
    private long octets;

    Fill(Path queue) {
        this.queue = queue;
    }

    synchronized boolean hasRoom(long more, Limits limits) throws IOException {
        if (untilRecount-- <= 0) {
            recount();
        }
        return messages < limits.messages() && octets + more <= limits.octets();
    }

    synchronized void add(int message, long octetsOfIt) {
        messages += message;
        octets += octetsOfIt;
    }

    private void recount() throws IOException {
        untilRecount = RECOUNT_EVERY;
        messages = 0;
        octets = 0;
        for (Path file : Durable.list(queue)) {
            if (file.toString().endsWith(".msg")) {
                messages++;
                octets += Files.exists(file) ? file.toFile().length() : 0;
            }
        }
    }

    @Override
    public synchronized String toString() {
        return messages + " messages of " + octets + " octets";
    }
}
