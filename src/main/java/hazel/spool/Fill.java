package hazel.spool;

import java.io.IOException;
import java.nio.file.Path;

/// How full a spool is. Other processes put messages in too, so the count is taken again from time
/// to time, the less often the more there is to count; between two counts it may be off by a
/// twentieth.
final class Fill {

    private static final long AT_LEAST = 64;

    private final Path queue;
    private long untilRecount;
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
        messages = 0;
        octets = 0;
        Durable.each(queue, this::count);
        untilRecount = Math.max(AT_LEAST, messages / 20);
    }

    private void count(Path file) {
        if (file.toString().endsWith(".msg")) {
            messages++;
            octets += file.toFile().length(); // 0 where it is gone
        }
    }

    @Override
    public synchronized String toString() {
        return messages + " messages of " + octets + " octets";
    }
}
