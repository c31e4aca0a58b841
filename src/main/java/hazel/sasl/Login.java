package hazel.sasl;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who to log in as at a server, whatever protocol it speaks.
///
/// @param user the name, which is known before what proves it is asked for
/// @param credentials asked again for each connection
/// @param mechanism the one to use, in capitals, and no other; empty for the strongest that is
///   offered
/// @param precedent how it went before
public record Login(
        String user,
        Credentials.Source credentials,
        Optional<String> mechanism,
        Precedent precedent) {

    public Login {
        mechanism = mechanism.map(word -> word.toUpperCase(Locale.ROOT));
    }

    public Login(Credentials credentials, Optional<String> mechanism) {
        this(credentials.user(), () -> credentials, mechanism, Precedent.NONE);
    }

    public Login(String user, String password) {
        this(Credentials.password(user, password), Optional.empty());
    }

    /// The same by no other mechanism.
    public Login by(String other) {
        return new Login(user, credentials, Optional.of(other), precedent);
    }

    /// The same where something is remembered of the server.
    public Login after(Precedent other) {
        return new Login(user, credentials, mechanism, other);
    }

    /// What a protocol does with credentials: it has the server take them, or throws.
    ///
    /// @param <E> what it may throw besides
    @FunctionalInterface
    public interface Attempt<E extends Exception> {

        /// @return the mechanism by which that went
        String with(Credentials as) throws MailException, E;
    }

    /// Logs in; where the credentials are refused and others may do, once more with these, over the
    /// same connection.
    public <E extends Exception> void perform(Attempt<E> attempt) throws MailException, E {
        Credentials as = credentials.get();
        String by;
        try {
            by = attempt.with(as);
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.BadCredentials)) {
                throw e;
            }
            by = attempt.with(credentials.insteadOf(as).orElseThrow(() -> e));
        }
        if (as.kind() == Credentials.Kind.PASSWORD && !Sasl.tellsPassword(by)) {
            precedent.note(by);
        }
    }

    /// Begins to prove it.
    ///
    /// @param as what [#credentials] gave
    /// @param server what it offers, and how it is spoken to
    /// @throws MailException with [Problem.BadCredentials] where no mechanism fits, and as [#weigh]
    ///   does
    public Sasl.Exchange exchange(Credentials as, Peer server) throws MailException {
        Sasl.Exchange exchange = Sasl.choose(as, server.offered(), mechanism, server.host());
        if (as.kind() == Credentials.Kind.PASSWORD) {
            weigh(exchange.mechanism(), server);
        }
        return exchange;
    }

    /// The server of one connection.
    ///
    /// @param offered mechanisms, in capitals
    /// @param isProtected whether it was verified who it is, and nobody else listens
    public record Peer(Sasl.Host host, Set<String> offered, boolean isProtected) {}

    /// To be asked before the password itself is said: a server that did without it before may have
    /// somebody else in its place. Where TLS says who it is, the person is warned; in clear nothing
    /// says so, and nothing is sent.
    ///
    /// @param by a mechanism, which is left out of account where it is the one that was prescribed
    /// @throws MailException with [Problem.NotTrusted] where it must not be said
    public void weigh(String by, Peer server) throws MailException {
        if (mechanism.isPresent() || !Sasl.tellsPassword(by)) {
            return;
        }
        Optional<String> before = precedent.mechanism();
        if (before.isEmpty()) {
            return;
        }
        String host = server.host().name();
        String change =
                "%s took the login by %s before, and now asks for the password itself (%s)"
                        .formatted(host, before.get(), by);
        if (!server.isProtected()) {
            throw new MailException(
                    new Problem.NotTrusted(
                            host,
                            change
                                    + " without TLS; it was not sent. If that is right, write"
                                    + " auth = \"%s\" for the account".formatted(by)));
        }
        precedent.lapse(
                change
                        + ", which was sent to it under TLS. If whoever runs it changed nothing,"
                        + " change the password");
    }

    /// Without what proves it.
    @Override
    public String toString() {
        return "Login[" + user + mechanism.map(m -> " by " + m).orElse("") + "]";
    }
}
