package hazel.relay;

import hazel.dns.DomainName;
import hazel.dns.MailAnswers;
import hazel.dns.MailRoute;
import hazel.dns.Resolver;
import hazel.dns.Self;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.relay.session.Locals;
import hazel.smtp.Reply;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Timeouts;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the mail servers of a sender whether they would take mail for it, as a report of failure
/// would come: from the null reverse-path. No message is sent. Blocks; used by many threads at
/// once.
///
/// Only a server's 5yz to RCPT says that there is no such mailbox, and only where it is not about
/// us (RFC 3463 section 3.8). Whatever else happens, nobody knows, and the mail is taken: a server
/// that is slow, away or greylists, or that does not like us, loses nobody's mail.
///
/// @param us what this relay calls itself
/// @param self where this relay is, which is not asked
/// @param locals of whom it needs to ask nobody
/// @param hosts how many connections there may be, and which hosts are left alone
record CallOut(
        Checks.Calling how, String us, Self self, Locals locals, Hosts hosts, Senders senders) {

    /// So many addresses are asked at most.
    private static final int MOST_TARGETS = 4;

    private static final int SECURITY_OR_POLICY = 7;

    /// Why the sender's mail is not taken.
    ///
    /// @param resolver asked for the sender's servers
    Optional<Reply> refusal(Address sender, Resolver resolver) {
        return said(sender, resolver)
                .map(why ->
                        Reply.enhanced(
                                550,
                                "5.1.7",
                                "The sender " + sender.addrSpec() + " takes no mail: " + why));
    }

    private Optional<String> said(Address sender, Resolver resolver) {
        if (locals.isLocal(sender)) {
            return locals.isKnown(sender) ? Optional.empty() : Optional.of("no such user here");
        }
        Optional<Senders.Said> known = senders.known(sender);
        if (known.isPresent()) {
            return known.get().refusal();
        }
        Optional<Reply> answer = inTime(sender, resolver);
        if (answer.filter(this::isAboutTheMailbox).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> refusal = answer.filter(Reply::isPermanent).map(Reply::toString);
        senders.learn(sender, refusal);
        return refusal;
    }

    private boolean isAboutTheMailbox(Reply reply) {
        boolean isAboutUs =
                reply.enhanced().filter(s -> s.subject() == SECURITY_OR_POLICY).isPresent();
        return reply.isPositive() || (reply.isPermanent() && !isAboutUs);
    }

    /// Whoever asks is left behind when the time is over, and stops at the next step of its own.
    private Optional<Reply> inTime(Address sender, Resolver resolver) {
        var answer = new CompletableFuture<Optional<Reply>>();
        Thread asking =
                Thread.ofVirtual()
                        .name("relay-call-out")
                        .start(() -> {
                            try {
                                ask(sender, resolver, answer);
                            } finally {
                                answer.complete(Optional.empty());
                            }
                        });
        try {
            return answer.get(how.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (!answer.isDone()) {
                asking.interrupt();
            }
        }
    }

    private void ask(Address sender, Resolver resolver, CompletableFuture<Optional<Reply>> answer) {
        Optional<DomainName> domain = DomainName.parse(sender.domain());
        if (domain.isEmpty()) {
            return;
        }
        var route = MailRoute.of(MailAnswers.ask(domain.get(), resolver), self, new SecureRandom());
        for (MailRoute.Target target : route.targets().stream().limit(MOST_TARGETS).toList()) {
            String host = target.host().text();
            String key = host + " [" + target.address().getHostAddress() + "]";
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (hosts.pause(key, Optional.empty()).isEmpty()) {
                try (Hosts.Connection _ = hosts.connection(key);
                        SmtpClient client = Exchanging.open(server(target))) {
                    Optional<Reply> reply = client.wouldTake(sender);
                    if (reply.filter(r -> !r.isTransient()).isPresent()) {
                        answer.complete(reply); // which nobody waits for until QUIT
                        return;
                    }
                } catch (MailException | Hosts.Crowded e) {
                    System.getLogger("hazel.relay").log(System.Logger.Level.DEBUG, "a call-out", e);
                }
            }
        }
    }

    private Server server(MailRoute.Target target) {
        InetSocketAddress door = how.door().apply(target.address());
        Duration limit = how.limit();
        return Server.at(
                        target.host().text(),
                        door.getAddress(),
                        door.getPort(),
                        Server.Tls.OPPORTUNISTIC)
                .withTimeouts(new Timeouts(limit, limit, limit, limit))
                .withOurName(us);
    }
}
