package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Hands mail to one server that the configuration names: a smarthost, or the host of a route.
///
/// Only what the server says about a message or a recipient can make it fail. A host that is not to
/// be reached, a certificate that does not verify, a password that is refused are for somebody to
/// mend, and the mail waits.
///
/// @param smarthost the server
/// @param us what this relay calls itself
record SmarthostHop(String name, Smarthost smarthost, Hosts hosts, Sessions sessions, String us)
        implements NextHop {

    /// It is one server, which may be asked so often; and it is more often the network of this
    /// machine that comes and goes than the server.
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    @Override
    public List<Outcome> send(Parcel parcel) {
        Optional<String> paused = hosts.pause(name, parcel.insisted(), LONGEST_PAUSE);
        if (paused.isPresent()) {
            return parcel.all(Outcome.deferred(us, "451 4.4.1 " + paused.get()));
        }
        try (Hosts.Connection _ = hosts.connection(name)) {
            return exchange(parcel);
        } catch (Hosts.Crowded e) {
            return parcel.all(Outcome.deferred(us, "451 4.3.2 " + e.getMessage()));
        }
    }

    private List<Outcome> exchange(Parcel parcel) {
        try {
            boolean isBound = parcel.isBoundToTls();
            var key = new Sessions.Key(isBound ? name + " over TLS" : name, Optional.empty());
            Smarthost server = isBound ? this::overTls : smarthost;
            List<Outcome> outcomes = sessions.exchange(key, server, parcel).outcomes();
            hosts.worked(name);
            return outcomes;
        } catch (MailException e) {
            Outcome outcome = Exchanging.outcome(e.problem(), us, name);
            if (!(e.problem() instanceof Problem.NotPermitted)) {
                hosts.failed(name, e.problem().message());
            }
            return parcel.all(outcome);
        }
    }

    private Server overTls() throws MailException {
        Server server = smarthost.server();
        return server.tls() == Server.Tls.OPPORTUNISTIC
                ? server.withTls(Server.Tls.STARTTLS)
                : server;
    }
}
