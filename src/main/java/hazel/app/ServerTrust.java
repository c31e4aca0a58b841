package hazel.app;

import hazel.config.Secret;
import hazel.config.ServerConfig;
import hazel.mail.MailException;
import hazel.tls.KeyFiles;
import hazel.tls.Pins;
import hazel.tls.Trust;

/// Whom to believe to be a server of the configuration, and who we are to it.
public final class ServerTrust {

    private ServerTrust() {}

    /// @param owner whose pins count
    public static Trust of(Pins pins, Owner owner, ServerConfig server) throws MailException {
        Trust trust = pins.trust(owner.name(), server.host(), server.port(), server.trust());
        return server.login()
                .map(ServerConfig.Login::password)
                .filter(Secret.Certificate.class::isInstance)
                .map(Secret.Certificate.class::cast)
                .map(own -> trust.withIdentity(new KeyFiles(own.certificate(), own.key())))
                .orElse(trust);
    }
}
