package hazel.app;

import hazel.config.Config;
import hazel.mail.Header;
import hazel.trust.Trace;
import hazel.trust.Trusted;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.time.Clock;
import java.util.function.Consumer;

/// Finds out what can be believed of a message that is being read, beside the work of its account.
final class TrustWork {

    private final Config.TrustConfig trust;
    private final Workers workers;
    private final Clock clock;

    TrustWork(Config.TrustConfig trust, Workers workers, Clock clock) {
        this.trust = trust;
        this.workers = workers;
        this.clock = clock;
    }

    void perform(Effect.OnTrust effect, Consumer<Msg> report) {
        switch (effect) {
            case Effect.TraceMessage(var message, var header) ->
                    workers.start(
                            new Workers.Order("trust", effect, "tracing the message", report),
                            _ -> report.accept(new Msg.Traced(message, trace(header))));
        }
    }

    private Trace trace(Header header) {
        var trusted = new Trusted(trust.authserv(), trust.hosts());
        return Trace.of(header, trusted, clock.instant());
    }
}
