package hazel.cli;

import hazel.dns.AddressReport;
import hazel.dns.Addresses;
import hazel.dns.BlockList;
import hazel.dns.Dmarc;
import hazel.dns.DomainInspection;
import hazel.dns.DomainName;
import hazel.dns.DomainReport;
import hazel.dns.Fault;
import hazel.dns.Finding;
import hazel.dns.MailRoute;
import hazel.mail.MailException;
import hazel.verify.Result;
import hazel.verify.Spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at what other mail servers look at before they take mail of a machine: its address, its
/// name, what its senders' domains say, and whether the network lets it speak to them at all.
///
/// @param inspection of the domains, and how the DNS is asked
/// @param lists whose entry of the address counts
/// @param knock speaks to a mail server
/// @param hostName what the relay calls itself
record RelayDoctor(
        DomainInspection inspection, List<BlockList> lists, Knock knock, String hostName) {

    /// Connects to a mail server's port for mail, reads its greeting, and goes.
    @FunctionalInterface
    interface Knock {
        void at(MailRoute.Target server) throws MailException;
    }

    /// Blocks.
    ///
    /// @param own the address that others see; empty where it is not known
    /// @param domains of those who write from here
    List<DoctorCommand.Finding> look(Optional<InetAddress> own, List<DomainName> domains) {
        List<DoctorCommand.Finding> all = new ArrayList<>();
        all.add(name());
        all.addAll(own.map(this::address).orElseGet(() -> List.of(noAddress())));
        boolean isReached = false;
        for (DomainName domain : domains) {
            DomainReport report = inspection.inspect(domain);
            all.addAll(domain(report, own));
            if (!isReached && !report.route().targets().isEmpty()) {
                all.add(reached(report.route().targets().getFirst()));
                isReached = true;
            }
        }
        return all;
    }

    private DoctorCommand.Finding name() {
        return hostName.contains(".")
                ? DoctorCommand.Finding.ok("this machine calls itself " + hostName)
                : new DoctorCommand.Finding(
                        "this machine calls itself '" + hostName + "', which is no name in the DNS",
                        "many servers refuse that; give it its whole name, as mail.example.org:"
                                + " hostnamectl set-hostname");
    }

    private static DoctorCommand.Finding noAddress() {
        return new DoctorCommand.Finding(
                "this machine knows no address of its own that others could see",
                "behind a router it is the router's: look it up and give it with --address");
    }

    private List<DoctorCommand.Finding> address(InetAddress own) {
        AddressReport report = AddressReport.of(own, lists, inspection.resolver());
        List<DoctorCommand.Finding> all = new ArrayList<>();
        if (report.reverse().isConfirmed()) {
            all.add(
                    DoctorCommand.Finding.ok(
                            Addresses.text(own)
                                    + " is "
                                    + DomainName.list(report.reverse().confirmed())));
        }
        for (Finding finding : report.findings()) {
            all.add(
                    finding.isError()
                            ? new DoctorCommand.Finding(finding.text(), remedy(finding.fault()))
                            : DoctorCommand.Finding.ok(finding.text()));
        }
        if (report.listings().stream().allMatch(l -> l.state() == BlockList.State.NOT_LISTED)) {
            all.add(DoctorCommand.Finding.ok("no block list has " + Addresses.text(own)));
        }
        return all;
    }

    private static String remedy(Fault fault) {
        return switch (fault) {
            case NO_REVERSE, REVERSE_DISAGREES ->
                    "who gave you the address can give it a name (a PTR record), which has to have"
                            + " that address; or send through a smarthost";
            case LISTED ->
                    "the list says how to get off; an address that many share, or that changes, is"
                            + " better not sent from: use a smarthost";
            default -> "try again later";
        };
    }

    private List<DoctorCommand.Finding> domain(DomainReport report, Optional<InetAddress> own) {
        List<DoctorCommand.Finding> all = new ArrayList<>();
        Optional<Spf> spf = own.map(address -> permission(address, report.domain()));
        if (report.spf().records().size() == 1) {
            spf.ifPresentOrElse(
                    found -> spf(found, report).ifPresent(all::add),
                    () ->
                            all.add(
                                    DoctorCommand.Finding.ok(
                                            "SPF of "
                                                    + report.domain()
                                                    + ": "
                                                    + report.spf().records().getFirst()
                                                    + "; it has to allow this machine's address")));
        }
        for (Finding finding : report.findings()) {
            if (isOfSenders(finding) && finding.severity() != Finding.Severity.NOTE) {
                all.add(
                        new DoctorCommand.Finding(
                                finding.text(),
                                "'hazel dns "
                                        + report.domain()
                                        + "' says more; its zone needs it"));
            }
        }
        report.dmarc()
                .filter(dmarc -> !dmarc.policy().equals("none"))
                .ifPresent(dmarc -> all.add(dmarc(dmarc, report.domain(), spf)));
        return all;
    }

    /// As a receiver finds it of mail that anybody there sends from here.
    private Spf permission(InetAddress own, DomainName domain) {
        return Spf.check(own, "postmaster@" + domain, hostName, inspection.resolver());
    }

    /// Of a record that makes no sense the inspection has said so already.
    private static Optional<DoctorCommand.Finding> spf(Spf found, DomainReport report) {
        String text = "SPF: " + found.reason();
        return switch (found.result()) {
            case PASS -> Optional.of(DoctorCommand.Finding.ok(text));
            case FAIL, SOFTFAIL, NEUTRAL ->
                    Optional.of(
                            new DoctorCommand.Finding(
                                    text,
                                    "who runs "
                                            + report.domain()
                                            + " can permit it there, or mail goes through the"
                                            + " domain's own server: a smarthost"));
            default ->
                    report.findings().stream().anyMatch(RelayDoctor::isOfSenders)
                            ? Optional.empty()
                            : Optional.of(
                                    new DoctorCommand.Finding(
                                            text, "receivers then heed the record not at all"));
        };
    }

    /// What a smarthost vouches for, nobody does here: this relay signs nothing (DKIM).
    private static DoctorCommand.Finding dmarc(Dmarc dmarc, DomainName domain, Optional<Spf> spf) {
        String asks = domain + " asks receivers to " + dmarc.policy() + " mail in its name that";
        return spf.filter(found -> found.result() == Result.PASS).isPresent()
                ? DoctorCommand.Finding.ok(
                        asks + " nothing vouches for (DMARC); SPF vouches for what is sent here")
                : new DoctorCommand.Finding(
                        asks + " nothing vouches for (DMARC)",
                        "this relay signs nothing (DKIM), so SPF has to allow this machine, or mail"
                                + " goes through the domain's own server: a smarthost");
    }

    private static boolean isOfSenders(Finding finding) {
        String fault = finding.fault().name();
        return fault.startsWith("SPF_")
                || fault.startsWith("DMARC_")
                || (finding.fault() == Fault.NO_ANSWER
                        && finding.text().matches("(?s)(SPF|DMARC): .*"));
    }

    private DoctorCommand.Finding reached(MailRoute.Target target) {
        try {
            knock.at(target);
            return DoctorCommand.Finding.ok("mail servers are reached: " + target.host());
        } catch (MailException e) {
            return new DoctorCommand.Finding(
                    "a mail server is not reached: " + e.problem().message(),
                    "networks of homes, and many others, let nothing out to port 25; where"
                            + " others are not reached either, use a smarthost");
        }
    }
}
