package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;

import java.util.List;
import java.util.Optional;

/// Hands mail to one server that the configuration names, one session a message: a smarthost, or
/// the host of a route.
///
/// Only what the server says about a message or a recipient can make it fail. A host that is not to
/// be reached, a certificate that does not verify, a password that is refused are for somebody to
/// mend, and the mail waits.
///
/// @param smarthost the server
/// @param us what this relay calls itself
record SmarthostHop(String name, Smarthost smarthost, Hosts hosts, String us) implements NextHop {

    @Override
    public List<Outcome> send(Parcel parcel) {
        Optional<String> paused = hosts.pause(name, parcel.insisted());
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
        String host = name;
        try {
            Server server = smarthost.server();
            host = server.name();
            try (SmtpClient client = Exchanging.open(server)) {
                List<Outcome> outcomes = Exchanging.over(client, parcel, host).outcomes();
                hosts.worked(name);
                return outcomes;
            }
        } catch (MailException e) {
            Outcome outcome = Exchanging.outcome(e.problem(), us, host);
            if (!(e.problem() instanceof Problem.NotPermitted)) {
                hosts.failed(name, e.problem().message());
            }
            return parcel.all(outcome);
        }
    }
}
