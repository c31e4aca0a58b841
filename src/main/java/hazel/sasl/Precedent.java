package hazel.sasl;

import hazel.mail.MailException;

import java.util.Optional;

/// How somebody logged in at a server before, so that one that asks for more than it did is
/// noticed: whoever is in its place may want to be told the password.
public interface Precedent {

    /// Nothing is remembered.
    Precedent NONE =
            new Precedent() {
                @Override
                public Optional<String> mechanism() {
                    return Optional.empty();
                }

                @Override
                public void note(String mechanism) {}

                @Override
                public void lapse(String warning) {}
            };

    /// The one by which the server took the login without being told the password, in capitals.
    Optional<String> mechanism() throws MailException;

    /// The server took the login by one of that kind.
    void note(String mechanism);

    /// It is told the password from now on.
    ///
    /// @param warning what the person is told, once
    void lapse(String warning);
}
