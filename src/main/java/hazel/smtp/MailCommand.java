package hazel.smtp;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.util.stream.Stream;

/// The MAIL command with the parameters a server offers, or why it cannot take the message.
public final class MailCommand {

    /// The keyword and the parameter of RFC 8689, and what a [Problem.NotPermitted] is about where
    /// a server does not offer it.
    public static final String REQUIRETLS = "REQUIRETLS";

    private MailCommand() {}

    static String of(Transaction transaction, Payload payload, Capabilities offers, String host)
            throws MailException {
        var command = new StringBuilder("MAIL FROM:");
        var from = transaction.envelope().reversePath();
        command.append(from.isPresent() ? Paths.path(from.get()) : "<>");
        for (Address to : transaction.envelope().forwardPaths()) {
            Paths.path(to); // before anything is sent
        }
        long size = payload.size();
        if (offers.size().orElse(Long.MAX_VALUE) < size) {
            throw cannot(
                    "size",
                    "the message has "
                            + size
                            + " octets, "
                            + host
                            + " takes at most "
                            + offers.size().getAsLong());
        }
        command.append(offers.has("SIZE") ? " SIZE=" + size : "");
        command.append(payload.isEightBit() ? " BODY=8BITMIME" : "");
        boolean utf8 =
                Stream.concat(from.stream(), transaction.envelope().forwardPaths().stream())
                        .anyMatch(Paths::needsUtf8);
        if (utf8 && !offers.has("SMTPUTF8")) {
            throw cannot(
                    "address", host + " takes no address with letters outside ASCII (SMTPUTF8)");
        }
        command.append(utf8 ? " SMTPUTF8" : "");
        if (transaction.isTlsRequired()) {
            if (!offers.has(REQUIRETLS)) {
                throw cannot(REQUIRETLS, host + " does not promise to go on over TLS only");
            }
            command.append(" " + REQUIRETLS);
        }
        return command.append(
                        offers.has("DSN") ? transaction.dsn().map(Dsn::ofMail).orElse("") : "")
                .toString();
    }

    private static MailException cannot(String what, String sentence) {
        return new MailException(new Problem.NotPermitted(what, sentence));
    }
}
