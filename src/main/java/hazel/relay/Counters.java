package hazel.relay;

import java.util.concurrent.atomic.LongAdder;

/// What the relay did since it was started, in Prometheus' text format, for the textfile collector
/// of its node exporter. Used by every thread.
final class Counters {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /// @param id `-` where there is no message in the queue
    /// @param sign as in the log
    void count(String id, String sign) {
        boolean isQueued = !id.equals("-");
        switch (sign) {
            case "<=" -> accepted.increment();
            case "=>" -> delivered.increment();
            case "==" -> (isQueued ? deferred : refused).increment();
            case "**" -> (isQueued ? failed : refused).increment();
            default -> {} // what is only told
        }
    }

    /// @param queued messages in the queue
    /// @param connections open
    String text(long queued, int connections) {
        return """
        # HELP hazel_relay_messages_total Messages that came in.
        # TYPE hazel_relay_messages_total counter
        hazel_relay_messages_total{result="accepted"} %d
        hazel_relay_messages_total{result="refused"} %d
        # HELP hazel_relay_recipients_total Attempts to deliver to a recipient.
        # TYPE hazel_relay_recipients_total counter
        hazel_relay_recipients_total{result="delivered"} %d
        hazel_relay_recipients_total{result="deferred"} %d
        hazel_relay_recipients_total{result="failed"} %d
        # HELP hazel_relay_queue_messages Messages in the queue.
        # TYPE hazel_relay_queue_messages gauge
        hazel_relay_queue_messages %d
        # HELP hazel_relay_connections Clients connected.
        # TYPE hazel_relay_connections gauge
        hazel_relay_connections %d
        """
                .formatted(
                        accepted.sum(),
                        refused.sum(),
                        delivered.sum(),
                        deferred.sum(),
                        failed.sum(),
                        queued,
                        connections);
    }
}
