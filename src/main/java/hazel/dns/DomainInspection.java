package hazel.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds out about mail for a domain. Everything is asked at once, so that it takes as long as the
/// longest chain of questions.
///
/// @param selectors of DKIM keys that should be there
/// @param servers ask single name servers
/// @param port of the name servers of the domain's zone
public record DomainInspection(
        Resolver resolver,
        Resolver.Servers servers,
        int port,
        MtaSts.Source policies,
        List<String> selectors) {

    private static final int MOST_ADDRESSES = 32;

    public DomainInspection {
        selectors = List.copyOf(selectors);
    }

    /// Blocks.
    public DomainReport inspect(DomainName domain) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return inspect(domain, threads);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e);
        }
    }

    private DomainReport inspect(DomainName domain, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        Future<Checked<Spf>> spf = threads.submit(() -> SpfCheck.of(domain, resolver));
        Future<Checked<List<DkimKey>>> dkim =
                threads.submit(() -> DkimCheck.of(domain, selectors, resolver));
        Future<Checked<Optional<Dmarc>>> dmarc =
                threads.submit(() -> DmarcCheck.of(domain, resolver));
        Future<Checked<List<String>>> tls = threads.submit(() -> TlsRptCheck.of(domain, resolver));
        Future<Checked<Authority>> authority =
                threads.submit(() -> new AuthorityCheck(resolver, servers, port).of(domain));
        MailAnswers answers = MailAnswers.ask(domain, resolver);
        // A seed, because a report should be the same each time; the relay draws.
        MailRoute route = MailRoute.of(answers, Self.ANYBODY, new SplittableRandom(0));
        Future<Checked<Optional<MtaSts>>> sts =
                threads.submit(() -> StsCheck.of(domain, route, resolver, policies));
        Future<Checked<List<Dane>>> dane =
                threads.submit(() -> DaneCheck.of(answers, route, resolver));
        List<InetAddress> addresses =
                route.targets().stream()
                        .map(MailRoute.Target::address)
                        .distinct()
                        .limit(MOST_ADDRESSES)
                        .toList();
        List<Reverse> reverse = Parallel.map(addresses, a -> Reverse.of(a, resolver));

        List<Finding> findings =
                new ArrayList<>(new RouteCheck(answers, route, resolver).findings());
        findings.addAll(authority.get().findings());
        boolean exists = !(route.outcome() instanceof MailRoute.Outcome.NoSuchDomain);
        if (exists) { // to a domain that is not there nothing else is wrong
            findings.addAll(spf.get().findings());
            findings.addAll(dkim.get().findings());
            findings.addAll(dmarc.get().findings());
            findings.addAll(sts.get().findings());
            findings.addAll(tls.get().findings());
            findings.addAll(dane.get().findings());
        }
        return new DomainReport(
                domain,
                answers.mx().aliases(),
                answers.mx() instanceof Answer.Found,
                route,
                reverse,
                spf.get().value(),
                dkim.get().value(),
                dmarc.get().value(),
                sts.get().value(),
                tls.get().value(),
                dane.get().value(),
                authority.get().value(),
                findings.stream().distinct().toList());
    }
}
