package hazel.app;

import hazel.config.Secret;
import hazel.config.ServerConfig;
import hazel.file.ServerLines;
import hazel.mail.MailException;
import hazel.sasl.Login;
import hazel.sasl.Precedent;
import hazel.tls.KeyFiles;
import hazel.tls.Pins;
import hazel.tls.Trust;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// What is remembered of the servers of the configuration: whom to believe to be one, who we are to
/// it, and how it took a login before.
///
/// @param state the directory of what Hazel must remember
/// @param warn hears what a person must know of a server, once
public record KnownServers(Path state, Consumer<String> warn) {

    private static final System.Logger LOG = System.getLogger("hazel.trust");

    /// Whom to believe.
    ///
    /// @param owner whose pins count
    public Trust trust(Owner owner, ServerConfig server) throws MailException {
        Trust trust =
                Pins.in(state).trust(owner.name(), server.host(), server.port(), server.trust());
        return server.login()
                .map(ServerConfig.Login::password)
                .filter(Secret.Certificate.class::isInstance)
                .map(Secret.Certificate.class::cast)
                .map(own -> trust.withIdentity(new KeyFiles(own.certificate(), own.key())))
                .orElse(trust);
    }

    /// How to log in, the password being asked for then.
    public Login login(Owner owner, ServerConfig server) {
        return Passwords.login(server).after(new Remembered(this, owner, server));
    }

    /// Forgets how servers took the login of an owner.
    public void forgetLogins(Owner owner) throws MailException {
        mechanisms().forget(owner.name());
    }

    private ServerLines mechanisms() {
        return new ServerLines(
                state.resolve("logins"),
                "How servers took a login without being told the password: host, port, mechanism,"
                        + " and for whom.",
                "[A-Z0-9-]{1,20}",
                "expected HOST PORT MECHANISM ACCOUNT; take the line away");
    }

    private record Remembered(KnownServers known, Owner owner, ServerConfig server)
            implements Precedent {

        @Override
        public Optional<String> mechanism() throws MailException {
            return known.mechanisms()
                    .find(owner.name(), server.host(), server.port())
                    .map(ServerLines.Line::value);
        }

        @Override
        public void note(String mechanism) {
            change(() -> {
                if (mechanism().isEmpty()) {
                    known.mechanisms()
                            .put(
                                    new ServerLines.Line(
                                            owner.name(), server.host(), server.port(), mechanism));
                }
            });
        }

        @Override
        public void lapse(String warning) {
            known.warn.accept(warning);
            change(() -> known.mechanisms().remove(owner.name(), server.host(), server.port()));
        }

        private interface Change {
            void make() throws MailException;
        }

        /// Nobody is kept from mail because that cannot be written.
        private static void change(Change change) {
            try {
                change.make();
            } catch (MailException e) {
                LOG.log(System.Logger.Level.WARNING, "how a server took a login", e);
            }
        }
    }
}
