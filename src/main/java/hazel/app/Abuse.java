package hazel.app;

import hazel.compose.AbuseReport;
import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.config.Config;
import hazel.dns.Addresses;
import hazel.dns.Deadline;
import hazel.dns.Resolver;
import hazel.dns.WireResolver;
import hazel.mail.Address;
import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.FieldWriter;
import hazel.mime.MessageParser;
import hazel.trust.Hop;
import hazel.trust.Step;
import hazel.trust.Trace;
import hazel.trust.Trusted;
import hazel.verify.AbuseContact;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Finds out whom to tell that a message is abuse, and what: those whose server handed it to the
/// user's own, as that is the last step that is certain.
///
/// @param trusted the user's own servers
/// @param resolver asked for the name of the address it came from
public record Abuse(Trusted trusted, Resolver resolver, Instant now) {

    /// What can be reported.
    public record Found(AbuseContact contact, AbuseReport report) {

        /// The report as a draft, to nobody where nobody is known.
        ///
        /// @param mailbox of RFC 2142, as `abuse`
        /// @param message that is reported
        public Draft draft(Identity from, String mailbox, byte[] message) throws MailException {
            List<Address> to =
                    contact.domain().isEmpty()
                            ? List.of()
                            : List.of(new Address("", mailbox, contact.domain()));
            return report.draft(from, to, message);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(7);

    /// As the settings say, and by the DNS of this machine.
    static Abuse of(Config config, Instant now) {
        var trusted = new Trusted(config.trust().authserv(), config.trust().hosts());
        return new Abuse(trusted, WireResolver.system(Deadline.in(PATIENCE)), now);
    }

    /// Blocks while the DNS is asked.
    ///
    /// @param octets of the message
    /// @param note of the person who reports; may be empty
    /// @throws MailException with [Problem.Malformed] where no step is certain
    public Found about(byte[] octets, AbuseReport.Type type, String note) throws MailException {
        Header header = MessageParser.parse(octets).header();
        Trace trace = Trace.of(header, trusted, now);
        Hop.Received hop = boundary(trace);
        AbuseContact contact = AbuseContact.of(source(hop), resolver);
        return new Found(contact, report(trace, hop, contact, type, note));
    }

    /// The last hop that is certain.
    private static Hop.Received boundary(Trace trace) throws MailException {
        if (trace.boundary().map(Step::hop).orElse(null) instanceof Hop.Received hop) {
            return hop;
        }
        throw uncertain();
    }

    private static InetAddress source(Hop.Received hop) throws MailException {
        return hop.client().address().filter(Addresses::isPublic).orElseThrow(() -> uncertain());
    }

    private static MailException uncertain() {
        return new MailException(
                new Problem.Malformed(
                        "Received",
                        "no server of yours says which address outside handed the message in, and"
                                + " nobody is told on the word of the message; see 'hazel trace'"));
    }

    private static AbuseReport report(
            Trace trace,
            Hop.Received hop,
            AbuseContact contact,
            AbuseReport.Type type,
            String note) {
        return new AbuseReport(
                type,
                Addresses.text(contact.source()),
                contact.name(),
                FieldWriter.clean(hop.by()),
                FieldWriter.clean(hop.id()),
                hop.date(),
                trace.envelope().stream()
                        .filter(field -> field.isNamed("Return-Path"))
                        .map(field -> FieldWriter.clean(field.body()))
                        .findFirst(),
                note);
    }
}
