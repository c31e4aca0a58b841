package hazel.cli;

import hazel.dns.Addresses;
import hazel.dns.MailRoute.Target;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.tls.Knock;
import hazel.tls.Trust;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Whether the servers that mail for a domain goes to answer, and with which certificate. Nothing
/// is sent to them but what asks for TLS.
///
/// @param port for mail
record MailProbe(int port) {

    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final int MOST = 16;

    /// What came of one.
    ///
    /// @param isThere whether it speaks SMTP
    record Answered(Target target, boolean isThere, String said) {

        String line() {
            return target.host() + "  " + Addresses.text(target.address()) + "  " + said;
        }
    }

    /// Asks the first few, all at once. Blocks.
    List<Answered> of(List<Target> targets) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answered>> asking =
                    targets.stream()
                            .limit(MOST)
                            .<Callable<Answered>>map(target -> () -> answered(target))
                            .toList();
            List<Answered> all = new ArrayList<>();
            for (Future<Answered> each : threads.invokeAll(asking)) {
                all.add(each.get());
            }
            return all;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Answered answered(Target target) {
        var knock = new Knock(target.host().text(), port, Knock.Before.SMTP, PATIENCE);
        try {
            Knock.Seen seen = knock.look(Trust.SYSTEM, target.address());
            return new Answered(
                    target,
                    true,
                    seen.trouble()
                            .map(bad ->
                                    "answers; TLS, but its certificate is not trusted: "
                                            + String.join("; ", bad.faults()))
                            .orElse("answers; TLS with a certificate that is trusted"));
        } catch (MailException e) {
            return e.problem() instanceof Problem.NotTrusted(_, var said)
                    ? new Answered(target, true, "answers; no TLS: " + said)
                    : new Answered(target, false, e.problem().message());
        }
    }
}
