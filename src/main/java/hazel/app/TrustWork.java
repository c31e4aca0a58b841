package hazel.app;

import hazel.config.Config;
import hazel.dns.Deadline;
import hazel.dns.WireResolver;
import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.trust.Trace;
import hazel.trust.Trusted;
import hazel.ui.Effect;
import hazel.ui.Msg;
import hazel.verify.Verification;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Finds out what can be believed of a message that is being read, beside the work of its account.
final class TrustWork {

    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private final Config.TrustConfig trust;
    private final KeptSessions sessions;
    private final Workers workers;
    private final Clock clock;

    TrustWork(Config.TrustConfig trust, KeptSessions sessions, Workers workers, Clock clock) {
        this.trust = trust;
        this.sessions = sessions;
        this.workers = workers;
        this.clock = clock;
    }

    void perform(Effect.OnTrust effect, Consumer<Msg> report) {
        switch (effect) {
            case Effect.TraceMessage(var message, var header) ->
                    workers.start(
                            new Workers.Order("trust", effect, "tracing the message", report),
                            _ ->
                                    report.accept(
                                            new Msg.Traced(
                                                    message,
                                                    trace(header)
                                                            .with(sessions.handovers(header)))));
            case Effect.ShowSession(var header) ->
                    workers.start(
                            new Workers.Order("trust", effect, "reading the session", report),
                            _ -> report.accept(session(header)));
            case Effect.VerifyMessage(var message, var content) ->
                    workers.start(
                            new Workers.Order("verify", effect, "verifying the message", report),
                            _ -> {
                                report.accept(Msg.Noticed.of("asking the DNS about the message…"));
                                report.accept(new Msg.Verified(message, verified(content)));
                            });
        }
    }

    private Msg session(Header header) throws MailException {
        List<String> lines = sessions.explained(header);
        return lines.isEmpty()
                ? Msg.Noticed.of("no session of it is kept: only of what was sent in 30 days")
                : new Msg.Printed("How it was handed in", lines);
    }

    private Verification verified(Msg.LoadedMessage content) {
        return Verification.of(
                content.octets(),
                content.header(),
                trace(content.header()),
                WireResolver.system(Deadline.in(PATIENCE)),
                clock.instant());
    }

    private Trace trace(Header header) {
        var trusted = new Trusted(trust.authserv(), trust.hosts());
        return Trace.of(header, trusted, clock.instant());
    }
}
