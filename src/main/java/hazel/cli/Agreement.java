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
            chosen.add(one(found, Protocol.IMAP, "--incoming", say));
        }
        if (outgoing.isEmpty()) {
            chosen.add(one(found, Protocol.SUBMISSION, "--outgoing", say));
        }
        return chosen;
    }

    private Candidate one(
            Discovery.Servers found, Protocol protocol, String option, Consumer<String> say)
            throws MailException, UsageException {
        String what = protocol == Protocol.IMAP ? "reading (IMAP)" : "sending (submission)";
        Optional<Tried> best = found.best(protocol);
        if (best.isEmpty()) {
            for (Tried tried : found.tried()) {
                boolean isNamed = tried.candidate().source() != Candidate.Source.GUESS;
                if (tried.candidate().protocol() == protocol && isNamed) {
                    say.accept(
                            "  "
                                    + place(tried.candidate())
                                    + ": "
                                    + tried.problem().map(Problem::message).orElse(""));
                }
            }
            throw new MailException(
                    new Problem.Unknown(
                            domain,
                            "no server for "
                                    + what
                                    + " was found for "
                                    + domain
                                    + "; name it with "
                                    + option));
        }
        Candidate candidate = best.get().candidate();
        say.accept(
                "found for " + what + ": " + place(candidate) + ", " + candidate.source().words());
        if (!isWithin(candidate.host()) && !isAgreed) {
            agree(candidate);
        }
        return candidate;
    }

    private static String place(Candidate candidate) {
        return candidate.host() + " port " + candidate.port() + " (" + candidate.security() + ")";
    }

    private boolean isWithin(String host) {
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
