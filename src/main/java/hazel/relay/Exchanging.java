package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.NextHop.Parcel;
import hazel.smtp.MailCommand;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Submission;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One transaction on an open session, and what its end means for each recipient.
///
/// @param outcomes in the order of the envelope
/// @param unsettled those whom another host of the same domain might take: refused for now, and
///   before the message itself was judged
/// @param isUnheard whether the server ended the session instead of looking at the message
record Exchanging(List<Outcome> outcomes, Set<Address> unsettled, boolean isUnheard) {

    private static final int CLOSING = 421;

    Exchanging {
        outcomes = List.copyOf(outcomes);
        unsettled = Set.copyOf(unsettled);
    }

    /// A session. With a server that TLS is used with only where it works, and does not, one in
    /// clear (RFC 7435 section 3).
    static SmtpClient open(Server server) throws MailException {
        try {
            return SmtpClient.open(server, new Transcript());
        } catch (MailException e) {
            boolean mayBeClear =
                    server.tls() == Server.Tls.OPPORTUNISTIC
                            && e.problem() instanceof Problem.NotTrusted;
            if (!mayBeClear) {
                throw e;
            }
            return SmtpClient.open(server.withTls(Server.Tls.CLEAR), new Transcript());
        }
    }

    /// @param host who is spoken with, for the outcomes
    static Exchanging over(SmtpClient client, Parcel parcel, String host) throws MailException {
        Set<Address> judged = new HashSet<>();
        Transaction transaction =
                Transaction.of(parcel.envelope(), parcel.message())
                        .with(parcel.dsn())
                        .with((List<Address> accepted) -> judged.addAll(accepted));
        // LMTP is the last step, which RFC 8689 leaves alone (section 4.4).
        boolean isTlsRequired =
                parcel.isBoundToTls()
                        || (parcel.tls() == TlsDemand.REQUIRED
                                && client.isSecure()
                                && client.offers().has(MailCommand.REQUIRETLS));
        Submission done =
                client.submit(
                        isTlsRequired && !client.isLmtp()
                                ? transaction.requiringTls()
                                : transaction);
        boolean passedOn = client.offers().has("DSN");
        Map<Address, Outcome> by = new HashMap<>();
        Set<Address> unsettled = new HashSet<>();
        String last = done.last().map(r -> r.toString()).orElse("250 OK");
        for (Submission.Accepted a : done.accepted()) {
            String said = client.isLmtp() ? a.reply().toString() : last;
            by.put(a.address(), Outcome.delivered(host, said).reporting(passedOn));
        }
        for (Submission.Rejected r : done.rejected()) {
            String said = r.reply().toString();
            by.put(
                    r.address(),
                    r.isTemporary() ? Outcome.deferred(host, said) : Outcome.failed(host, said));
            if (r.isTemporary() && !judged.contains(r.address())) {
                unsettled.add(r.address());
            }
        }
        Outcome unheard =
                Outcome.deferred(host, "451 4.4.2 No answer to the whole message; it may be there");
        return new Exchanging(
                parcel.envelope().forwardPaths().stream()
                        .map(a -> by.getOrDefault(a, unheard))
                        .toList(),
                unsettled,
                judged.isEmpty()
                        && done.isRefusedByAll()
                        && done.last().filter(r -> r.code() == CLOSING).isPresent());
    }

    /// What a transaction that could not be made means; only what the message itself is to blame
    /// for makes it fail.
    ///
    /// @param us who says so
    static Outcome outcome(Problem problem, String us, String host) {
        if (problem instanceof Problem.NotPermitted(var what, _)) {
            String status =
                    switch (what) {
                        case "size" -> "552 5.3.4 ";
                        case "8bit" -> "554 5.6.3 ";
                        case "address" -> "553 5.6.7 ";
                        case MailCommand.REQUIRETLS -> "550 5.7.30 ";
                        default -> "554 5.6.0 ";
                    };
            return Outcome.failed(us, status + problem.message());
        }
        return Outcome.deferred(host, "451 4.4.0 " + problem.message());
    }
}
