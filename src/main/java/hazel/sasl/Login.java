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
public record Login(String user, Credentials.Source credentials, Optional<String> mechanism) {

    public Login {
        mechanism = mechanism.map(word -> word.toUpperCase(Locale.ROOT));
    }

    public Login(Credentials credentials, Optional<String> mechanism) {
        this(credentials.user(), () -> credentials, mechanism);
    }

    public Login(String user, String password) {
        this(Credentials.password(user, password), Optional.empty());
    }

    /// What a protocol does with credentials: it has the server take them, or throws.
    ///
    /// @param <E> what it may throw besides
    @FunctionalInterface
    public interface Attempt<E extends Exception> {
        void with(Credentials as) throws MailException, E;
    }

    /// Logs in; where the credentials are refused and others may do, once more with these, over the
    /// same connection.
    public <E extends Exception> void perform(Attempt<E> attempt) throws MailException, E {
        Credentials as = credentials.get();
        try {
            attempt.with(as);
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.BadCredentials)) {
                throw e;
            }
            attempt.with(credentials.insteadOf(as).orElseThrow(() -> e));
        }
    }

    /// Begins to prove it.
    ///
    /// @param as what [#credentials] gave
    /// @param offered mechanisms, in capitals
    /// @throws MailException with [Problem.BadCredentials] where none fits
    public Sasl.Exchange exchange(Credentials as, Set<String> offered, Sasl.Host host)
            throws MailException {
        return Sasl.choose(as, offered, mechanism, host);
    }

    /// Without what proves it.
    @Override
    public String toString() {
        return "Login[" + user + mechanism.map(m -> " by " + m).orElse("") + "]";
    }
}
