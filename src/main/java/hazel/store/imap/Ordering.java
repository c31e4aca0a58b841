package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Sort;

import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

import java.util.Optional;

/// Asks a server in which order messages stand that are only there (SORT and THREAD, RFC 5256), so
/// that those come first which somebody looks at.
///
/// @param connection with a mailbox selected
record Ordering(Connection connection) {

    /// Every UID of the mailbox in an order; by threads those with the newest message last.
    ///
    /// @return empty where the server does not know it, or the order of UIDs is as good
    Optional<long[]> of(Sort order) throws MailException {
        Optional<String> command = command(order.key());
        if (command.isEmpty()) {
            return Optional.empty();
        }
        try {
            return read(connection.run(command.get() + " UTF-8 ALL"));
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.Refused) || connection.isBroken()) {
                throw e;
            }
            return Optional.empty(); // it may offer what it cannot do here
        }
    }

    private Optional<String> command(Sort.Key key) {
        boolean byNames = connection.offers("SORT=DISPLAY"); // RFC 5957: as an index shows them
        return switch (key) {
            case FROM -> sort(byNames ? "DISPLAYFROM" : "FROM");
            case TO -> sort(byNames ? "DISPLAYTO" : "TO");
            case DATE, SUBJECT, SIZE -> sort(key.name());
            case ARRIVAL -> Optional.empty();
            case THREAD ->
                    Optional.of("UID THREAD REFERENCES")
                            .filter(_ -> connection.offers("THREAD=REFERENCES"));
        };
    }

    private Optional<String> sort(String by) {
        return Optional.of("UID SORT (" + by + ")").filter(_ -> connection.offers("SORT"));
    }

    private Optional<long[]> read(Response[] answers) throws MailException {
        for (Response each : answers) {
            if (each instanceof IMAPResponse imap && imap.keyEquals("SORT")) {
                String rest = String.valueOf(imap.getRest()).replaceFirst("\\(.*", ""); // MODSEQ
                return Optional.of(Uids.numbers(rest).orElseThrow(this::malformed));
            }
            if (each instanceof IMAPResponse imap && imap.keyEquals("THREAD")) {
                String rest = String.valueOf(imap.getRest());
                return Optional.of(Uids.threads(rest).orElseThrow(this::malformed));
            }
        }
        return Optional.empty();
    }

    private MailException malformed() {
        return new MailException(
                new Problem.Protocol(
                        connection.host(),
                        connection.host()
                                + " tells an order of messages that cannot be understood"));
    }
}
