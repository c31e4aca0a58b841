package hazel.relay;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Submission;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hands mail to the smarthost, one session a message.
///
/// Only what the smarthost says about a message or a recipient can make it fail. A host that is not
/// to be reached, a certificate that does not verify, a password that is refused are for somebody
/// to mend, and the mail waits.
///
/// @param hostName what this relay calls itself
record SmarthostHop(Smarthost smarthost, String hostName) implements NextHop {

    @Override
    public Result send(Envelope envelope, byte[] message) {
        String name = "smarthost";
        try {
            Server server = smarthost.server();
            name = server.name();
            try (SmtpClient client = SmtpClient.open(server, new Transcript())) {
                return result(client.submit(Transaction.of(envelope, message)), envelope, name);
            }
        } catch (MailException e) {
            return all(envelope, outcome(e.problem(), name), isDown(e.problem()));
        }
    }

    private static Result result(Submission submission, Envelope envelope, String host) {
        Map<String, Outcome> by = new HashMap<>();
        String last = submission.last().map(r -> r.toString()).orElse("250 OK");
        for (Submission.Accepted a : submission.accepted()) {
            by.put(a.address().addrSpec(), Outcome.delivered(host, last));
        }
        for (Submission.Rejected r : submission.rejected()) {
            String said = r.reply().toString();
            by.put(
                    r.address().addrSpec(),
                    r.isTemporary() ? Outcome.deferred(host, said) : Outcome.failed(host, said));
        }
        Outcome unheard =
                Outcome.deferred(host, "451 4.4.2 No answer to the whole message; it may be there");
        List<Outcome> outcomes =
                envelope.forwardPaths().stream()
                        .map(Address::addrSpec)
                        .map(a -> by.getOrDefault(a, unheard))
                        .toList();
        boolean isDown = submission.last().filter(r -> r.code() == 421).isPresent();
        return new Result(outcomes, isDown);
    }

    private static Result all(Envelope envelope, Outcome outcome, boolean isDown) {
        return new Result(envelope.forwardPaths().stream().map(_ -> outcome).toList(), isDown);
    }

    private Outcome outcome(Problem problem, String host) {
        return problem instanceof Problem.NotPermitted
                ? Outcome.failed(hostName, "554 5.6.0 " + problem.message())
                : Outcome.deferred(host, "451 4.4.0 " + problem.message());
    }

    /// The message was not to blame, so the next one would fare no better.
    private static boolean isDown(Problem problem) {
        return !(problem instanceof Problem.NotPermitted);
    }
}
