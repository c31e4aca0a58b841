package hazel.app;

import hazel.config.Config;
import hazel.config.ServerConfig;
import hazel.config.ServerConfig.Security;
import hazel.config.SubmitConfig;
import hazel.mail.MailException;
import hazel.outbox.Route;
import hazel.smtp.SendmailCommand;
import hazel.smtp.Server;
import hazel.smtp.Server.Tls;
import hazel.smtp.Timeouts;

import java.nio.file.Path;
import java.time.Duration;

/// From what the configuration says of an account's outgoing mail to the way it goes; its password
/// is asked for when it is needed.
///
/// @param relaySocket where the bundled relay listens
public record Routes(Config config, Path relaySocket, KnownServers known) implements Route.Finder {

    @Override
    public Route of(String account) throws MailException {
        return route(account, new Accounts(config).named(account).outgoing());
    }

    private Route route(String account, SubmitConfig outgoing) throws MailException {
        return switch (outgoing) {
            case SubmitConfig.Smtp(var server) ->
                    new Route.Smtp(server(Owner.account(account), server));
            case SubmitConfig.Sendmail(var command) ->
                    new Route.Sendmail(new SendmailCommand(command));
            case SubmitConfig.SendmailSmtp(var command) ->
                    new Route.Smtp(Server.program(command).withTimeouts(timeouts()));
            case SubmitConfig.Bundled _ ->
                    new Route.Smtp(Server.unix(relaySocket).withTimeouts(timeouts()));
        };
    }

    /// The server of a submission, to probe it or to send.
    ///
    /// @param owner for whom it is known
    public Server server(Owner owner, ServerConfig smtp) throws MailException {
        var server =
                Server.tcp(smtp.host(), smtp.port(), tls(smtp.security()))
                        .withTrust(known.trust(owner, smtp))
                        .withTimeouts(timeouts());
        return smtp.login().isPresent() ? server.withLogin(known.login(owner, smtp)) : server;
    }

    private static Tls tls(Security security) {
        return switch (security) {
            case IMPLICIT_TLS -> Tls.IMPLICIT;
            case STARTTLS -> Tls.STARTTLS;
            case LOOPBACK_ONLY -> Tls.NONE_LOOPBACK_ONLY;
        };
    }

    private Timeouts timeouts() {
        Duration answer = Duration.ofSeconds(config.send().timeoutSeconds());
        Timeouts usual = Timeouts.INTERACTIVE;
        return new Timeouts(
                shorter(usual.connect(), answer),
                answer,
                usual.data(),
                longer(usual.dot(), answer));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
