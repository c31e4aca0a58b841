package hazel.relay;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Dsn;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;

import java.util.List;
import java.util.Optional;

/// Gives a user's mail to a server that speaks LMTP (RFC 2033), such as Dovecot's.
///
/// @param server which [Server#isLmtp]
public record LmtpDelivery(Server server) implements LocalDelivery {

    @Override
    public void deliver(String user, Address recipient, byte[] message) throws MailException {
        Optional<Address> reversePath =
                Letter.read(message)
                        .first("Return-Path")
                        .map(p -> p.replaceAll("^<|>$", ""))
                        .flatMap(Address::parse);
        var parcel =
                new NextHop.Parcel(
                        new Envelope(reversePath, List.of(recipient)),
                        message,
                        Dsn.NONE,
                        TlsDemand.USUAL,
                        Optional.empty());
        try (SmtpClient client = Exchanging.open(server)) {
            Outcome outcome = Exchanging.over(client, parcel, server.name()).outcomes().getFirst();
            switch (outcome.kind()) {
                case DELIVERED -> {}
                case DEFERRED ->
                        throw new MailException(
                                new Problem.Unreachable(
                                        server.name(),
                                        server.name() + " says: " + outcome.reply()));
                case FAILED ->
                        throw new MailException(
                                new Problem.Refused("rcpt", 550, withoutCode(outcome.reply())));
            }
        }
    }

    private static String withoutCode(String reply) {
        return reply.replaceFirst("^[0-9]{3} ", "");
    }
}
