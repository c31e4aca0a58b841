package hazel.discover;

import hazel.discover.Candidate.Protocol;
import hazel.discover.Candidate.Source;
import hazel.dns.Deadline;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.pop3.Pop3Client;
import hazel.pop3.Pop3Server;
import hazel.sasl.Login;
import hazel.smtp.Probe;
import hazel.smtp.Server;
import hazel.smtp.Timeouts;
import hazel.smtp.Transcript;
import hazel.tls.Trust;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds the servers of a mail address. Everything is asked and tried at once.
///
/// @param autoconfig where autoconfig files are, in place of the domain's own places
/// @param trust a PEM file of certificates to trust besides the machine's own
public record Discovery(
        Resolver resolver, Optional<URI> autoconfig, Optional<Path> trust, Deadline deadline) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What was found.
    ///
    /// @param tried all, the best of those that work first
    /// @param isAnswered whether the DNS said anything of the domain; where it did not, nothing
    ///   found is no answer for ever
    public record Servers(List<Tried> tried, boolean isAnswered) {
        public Servers {
            tried = List.copyOf(tried);
        }

        public Optional<Tried> best(Protocol protocol) {
            return tried.stream()
                    .filter(t -> t.works() && t.candidate().protocol() == protocol)
                    .findFirst();
        }

        /// Where mail can be read: IMAP before POP3.
        public Optional<Tried> incoming() {
            return best(Protocol.IMAP).or(() -> best(Protocol.POP3));
        }

        /// Where mail can be handed in.
        public Optional<Tried> outgoing() {
            return best(Protocol.SUBMISSION);
        }
    }

    /// Blocks, and not beyond the deadline.
    public Servers find(Address address) {
        Optional<DomainName> domain = DomainName.parse(address.domain());
        if (domain.isEmpty()) {
            return new Servers(List.of(), true);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return find(domain.get(), address, threads);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Servers(List.of(), false);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e);
        }
    }

    private Servers find(DomainName domain, Address address, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Callable<List<Candidate>>> sources =
                List.of(
                        () -> ServiceRecords.of(domain, Source.SRV, resolver),
                        () -> new AutoconfigFetch(autoconfig, deadline).find(domain, address),
                        () -> Guesses.of(domain, Source.GUESS),
                        () -> carried(domain));
        List<Future<List<Tried>>> running = new ArrayList<>();
        for (Callable<List<Candidate>> source : sources) {
            running.add(threads.submit(() -> tried(source.call(), threads)));
        }
        List<Tried> all = new ArrayList<>();
        for (Future<List<Tried>> each : running) {
            for (Tried tried : each.get()) {
                if (all.stream().noneMatch(t -> t.candidate().isSamePlace(tried.candidate()))) {
                    all.add(tried);
                }
            }
        }
        all.sort(
                Comparator.comparing((Tried t) -> !t.works())
                        .thenComparing(t -> t.candidate().source())
                        .thenComparing(t -> t.candidate().security()));
        boolean isAnswered = resolver.ask(domain, RecordType.MX).isAnswer();
        return new Servers(all, isAnswered);
    }

    /// The servers of whoever carries the domain's mail.
    private List<Candidate> carried(DomainName domain) {
        Optional<DomainName> carrier = Guesses.carrier(domain, resolver);
        if (carrier.isEmpty()) {
            return List.of();
        }
        List<Candidate> all =
                new ArrayList<>(ServiceRecords.of(carrier.get(), Source.MX, resolver));
        all.addAll(Guesses.of(carrier.get(), Source.MX));
        return all;
    }

    private List<Tried> tried(List<Candidate> candidates, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Future<Tried>> running = new ArrayList<>();
        candidates.forEach(each -> running.add(threads.submit(() -> knock(each))));
        List<Tried> all = new ArrayList<>();
        for (Future<Tried> each : running) {
            all.add(each.get());
        }
        return all;
    }

    private Tried knock(Candidate candidate) {
        try {
            return new Tried(
                    candidate,
                    switch (candidate.protocol()) {
                        case IMAP -> imap(candidate).capabilities();
                        case POP3 -> pop3(candidate);
                        case SUBMISSION -> submission(candidate).offers().keywords().keySet();
                    },
                    Optional.empty());
        } catch (MailException e) {
            return new Tried(candidate, Set.of(), Optional.of(e.problem()));
        }
    }

    private ImapKnock.Offer imap(Candidate candidate) throws MailException {
        var server =
                new ImapKnock.Server(
                        candidate.host(),
                        candidate.port(),
                        switch (candidate.security()) {
                            case TLS -> ImapKnock.Protection.IMPLICIT_TLS;
                            case STARTTLS -> ImapKnock.Protection.STARTTLS;
                        },
                        whom(),
                        Optional.empty());
        return ImapKnock.of(server, soon(), new ArrayList<>());
    }

    /// Without a login, since that tells a server nothing that it must not know.
    private Set<String> pop3(Candidate candidate) throws MailException {
        var server =
                new Pop3Server(
                        candidate.host(),
                        candidate.port(),
                        switch (candidate.security()) {
                            case TLS -> Pop3Server.Protection.IMPLICIT_TLS;
                            case STARTTLS -> Pop3Server.Protection.STARTTLS;
                        },
                        new Login("", ""),
                        whom(),
                        deadline.atMost(PATIENCE).dividedBy(2));
        return Pop3Client.offers(server);
    }

    private Trust whom() {
        return trust.map(Trust.SYSTEM::withAuthorities).orElse(Trust.SYSTEM);
    }

    private Deadline soon() {
        return Deadline.in(deadline.atMost(PATIENCE));
    }

    private Probe submission(Candidate candidate) throws MailException {
        Duration each = deadline.atMost(PATIENCE).dividedBy(2);
        Server server =
                Server.tcp(
                                candidate.host(),
                                candidate.port(),
                                switch (candidate.security()) {
                                    case TLS -> Server.Tls.IMPLICIT;
                                    case STARTTLS -> Server.Tls.STARTTLS;
                                })
                        .withTimeouts(new Timeouts(each, each, each, each));
        return Probe.of(server.withTrust(whom()), new Transcript());
    }
}
