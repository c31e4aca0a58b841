package hazel.cli;

import hazel.discover.Candidate;
import hazel.discover.Candidate.Protocol;
import hazel.discover.Discovery;
import hazel.discover.Tried;
import hazel.dns.DomainName;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Which of the servers found are used. A server outside the domain may be somebody else's: whoever
/// forges an answer of the DNS could name his own. So a person agrees first (RFC 6186 section 6).
///
/// @param domain of the address
/// @param isAgreed whether it was agreed to beforehand
record Agreement(String domain, boolean isAgreed, Questions questions) {

    /// @param incoming where mail is, where that is known already; so with the other
    List<Candidate> choose(
            Discovery.Servers found,
            Optional<String> incoming,
            Optional<String> outgoing,
            Consumer<String> say)
            throws MailException, UsageException {
        List<Candidate> chosen = new ArrayList<>();
        if (incoming.isEmpty()) {
            chosen.add(one(found, Way.IN, say));
        }
        if (outgoing.isEmpty()) {
            chosen.add(one(found, Way.OUT, say));
        }
        return chosen;
    }

    private enum Way {
        IN("reading (IMAP or POP3)", "--incoming"),
        OUT("sending (submission)", "--outgoing");

        private final String words;
        private final String option;

        Way(String words, String option) {
            this.words = words;
            this.option = option;
        }

        boolean isOf(Tried tried) {
            return (tried.candidate().protocol() == Protocol.SUBMISSION) == (this == OUT);
        }
    }

    private Candidate one(Discovery.Servers found, Way way, Consumer<String> say)
            throws MailException, UsageException {
        Optional<Tried> best = way == Way.IN ? found.incoming() : found.outgoing();
        if (best.isEmpty()) {
            for (Tried tried : found.tried()) {
                boolean isNamed = tried.candidate().source() != Candidate.Source.GUESS;
                if (way.isOf(tried) && isNamed) {
                    say.accept(
                            "  "
                                    + place(tried.candidate())
                                    + ": "
                                    + tried.problem().map(Problem::message).orElse(""));
                }
            }
            throw new MailException(nothing(found, way));
        }
        Candidate candidate = best.get().candidate();
        say.accept(
                "found for "
                        + way.words
                        + ": "
                        + place(candidate)
                        + ", "
                        + candidate.source().words());
        if (!isWithin(domain, candidate.host()) && !isAgreed) {
            agree(candidate);
        }
        return candidate;
    }

    /// Where the DNS is silent, it may say more later.
    private Problem nothing(Discovery.Servers found, Way way) {
        String sentence = "no server for " + way.words + " was found for " + domain;
        return found.isAnswered()
                ? new Problem.Unknown(domain, sentence + "; name it with " + way.option)
                : new Problem.Unreachable(
                        domain,
                        sentence
                                + ", and no name server answers; try again later, or name it with "
                                + way.option);
    }

    static String place(Candidate candidate) {
        String protocol = candidate.protocol() == Protocol.POP3 ? "POP3 with " : "";
        return candidate.host()
                + " port "
                + candidate.port()
                + " ("
                + protocol
                + candidate.security()
                + ")";
    }

    /// Whether a host is of a domain.
    static boolean isWithin(String domain, String host) {
        return DomainName.parse(domain).filter(d -> DomainName.of(host).isWithin(d)).isPresent();
    }

    private void agree(Candidate candidate) throws UsageException {
        String sentence = candidate.host() + " is outside " + domain;
        if (!questions.canAsk()) {
            throw new UsageException(
                    sentence
                            + "; --yes uses it all the same, --incoming and --outgoing name"
                            + " others");
        }
        if (!questions.isYes(sentence + ". May your password go there?")) {
            throw new UsageException(
                    "nothing was written; --incoming and --outgoing name other servers");
        }
    }
}
