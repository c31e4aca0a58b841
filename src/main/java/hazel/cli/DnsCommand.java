package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.dns.AddressReport;
import hazel.dns.Addresses;
import hazel.dns.BlockList;
import hazel.dns.Deadline;
import hazel.dns.DomainInspection;
import hazel.dns.DomainName;
import hazel.dns.DomainReport;
import hazel.dns.Fault;
import hazel.dns.Finding;
import hazel.dns.MailRoute.Outcome;
import hazel.dns.PolicyFetch;
import hazel.dns.Resolver;
import hazel.dns.WireResolver;
import hazel.dns.ZoneFile;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel dns`: how mail for a domain travels, and why it would not arrive.
@Command(
        name = "dns",
        description = {
            "Show where mail for a domain goes, and what is wrong with it in the DNS.",
            "For a domain, or the domain of a mail address: the servers in the order in which a"
                    + " sender tries them, with their addresses; what the domain says in SPF, DKIM,"
                    + " DMARC, MTA-STS, TLS-RPT and DANE; and what each of its name servers says,"
                    + " where they disagree. Of a mail address also its form: its length, what"
                    + " follows a plus, and what servers may refuse.",
            "For an IP address: its names, whether they lead back to it, and which block lists"
                    + " have it.",
            "For a zone file: the errors that are made with mail, by line. A domain beside it says"
                    + " which zone it is, where the file has no $ORIGIN.",
            "No mail server is connected to without --probe. The web server mta-sts.DOMAIN is,"
                + " where the domain says that it has an MTA-STS policy. It takes no longer than"
                + " some seconds."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel dns example.org",
            "  hazel dns ada@example.org",
            "  hazel dns --selector mail2026 example.org",
            "  hazel dns --probe example.org",
            "  hazel dns --json example.org",
            "  hazel dns 192.0.2.1",
            "  hazel dns --block-list zen.spamhaus.org 192.0.2.1",
            "  hazel dns --server 192.0.2.53 example.org",
            "  hazel dns --style host example.org",
            "  hazel dns --zone-file /etc/nsd/example.org.zone example.org",
            "%nExit status:",
            "  0 mail would arrive; of an address: it has a name that leads back to it, and no list"
                    + " has it; of a zone file: there is no error",
            "  1 it would not: there are errors; with --style, nothing was found; 64 wrong usage;"
                    + " 66 no such file; 68 the domain does not exist; 75 nobody can say now, or"
                    + " with --probe no server answers."
        })
final class DnsCommand implements Callable<Integer> {

    /// For all questions together.
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private static final int MOST_OCTETS = 32 << 20;

    @Option(
            names = "--server",
            paramLabel = "ADDR[:PORT]",
            description = {
                "Ask this name server in place of those that the machine is set up with.",
                "The name servers of the domain's zone are then asked at the same port."
            })
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            description = "Look for the DKIM key with this name too; it should be there.")
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--block-list",
            paramLabel = "LIST",
            description = "Ask this block list in place of the usual ones.")
    private List<String> blockLists = new ArrayList<>();

    @Option(
            names = "--zone-file",
            paramLabel = "FILE",
            description = "Look through a zone file (- is standard input); ask nobody.")
    private Optional<String> zoneFile = Optional.empty();

    @Option(
            names = "--style",
            paramLabel = "TOOL",
            description = {
                "Print only the look-up of mail, as host, nslookup -type=mx or dig +short would: a"
                        + " line with that tool's command, then what it would say. Of an address,"
                        + " the look-up of its names."
            })
    private Optional<LookupStyle.Tool> style = Optional.empty();

    @Option(
            names = "--probe",
            arity = "0..1",
            fallbackValue = "25",
            paramLabel = "PORT",
            converter = Count.class,
            description =
                    "Connect to the servers, too, and say which answer and with which certificate;"
                            + " at port 25 unless one is named.")
    private Optional<Integer> probe = Optional.empty();

    @Mixin private AsJson json = new AsJson();

    @Parameters(
            arity = "0..1",
            paramLabel = "DOMAIN|ADDRESS",
            description = "A domain, a mail address, or an IP address.")
    private Optional<String> name = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, UsageException {
        if (style.isPresent() && (json.isWanted() || zoneFile.isPresent())) {
            throw new UsageException("--style goes with neither --json nor --zone-file");
        }
        if (zoneFile.isPresent()) {
            return zone(zoneFile.get());
        }
        String typed =
                name.orElseThrow(() ->
                        new UsageException(
                                "what should be looked up? 'hazel dns example.org', or"
                                        + " --zone-file FILE"));
        var deadline = Deadline.in(PATIENCE);
        Optional<InetSocketAddress> asked = NameServerOption.read("--server", server);
        Resolver resolver = NameServerOption.resolver(asked, deadline);
        Optional<InetAddress> address = Addresses.parse(typed);
        if (style.isPresent()) {
            return styled(
                    new LookupStyle(style.get(), asked, resolver),
                    address.isPresent()
                            ? LookupStyle.Question.of(address.get())
                            : LookupStyle.Question.of(domain(typed)));
        }
        if (address.isPresent()) {
            return address(address.get(), resolver, new ByHand(asked));
        }
        var inspection =
                new DomainInspection(
                        resolver,
                        WireResolver.authoritative(deadline),
                        asked.map(InetSocketAddress::getPort).orElse(NameServerOption.PORT),
                        new PolicyFetch(deadline),
                        selectors);
        Optional<AddressText> taken = taken(typed);
        DomainReport report = inspection.inspect(domain(typed));
        Optional<List<MailProbe.Answered>> probed =
                probe.map(port -> new MailProbe(port).of(report.route().targets()));
        return domain(report, new DnsBesides(taken, probed, new ByHand(asked)));
    }

    /// A mail address is taken apart; what has nothing before the `@` is a domain.
    private static Optional<AddressText> taken(String typed) throws UsageException {
        if (typed.indexOf('@') < 1) {
            return Optional.empty();
        }
        Address address =
                Address.parse(typed)
                        .orElseThrow(() ->
                                new UsageException(
                                        "'"
                                                + typed
                                                + "' is no mail address: it holds what has to stand"
                                                + " in quotes"));
        return Optional.of(new AddressText(address, domain(typed)));
    }

    private int styled(LookupStyle as, LookupStyle.Question question) throws MailException {
        out().println("$ " + as.command(question));
        LookupStyle.Printed printed = as.print(question);
        printed.lines().forEach(out()::println);
        return printed.isFound() ? Exit.OK : Exit.NO;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    static DomainName domain(String typed) throws UsageException {
        return DomainName.parse(typed.substring(typed.lastIndexOf('@') + 1))
                .orElseThrow(() ->
                        new UsageException("'" + typed + "' is neither a domain nor an address"));
    }

    private int domain(DomainReport report, DnsBesides besides) {
        if (json.isWanted()) {
            var object = DnsJson.domain(report);
            besides.address().ifPresent(a -> object.add("address", a.json()));
            besides.probed().ifPresent(all -> object.add("probed", DnsJson.probed(all)));
            out().println(Json.line(object.build()));
        } else {
            DnsText.domain(report, besides).forEach(out()::println);
        }
        return switch (report.route().outcome()) {
            case Outcome.Deliver _ -> besides.isSilent() ? Exit.TEMPORARY : Exit.OK;
            case Outcome.NoSuchDomain _ -> Exit.NO_HOST;
            case Outcome.TryLater _ -> Exit.TEMPORARY;
            case Outcome.NoMail _, Outcome.NoHost _, Outcome.LoopsBack _, Outcome.Broken _ ->
                    Exit.NO;
        };
    }

    private int address(InetAddress address, Resolver resolver, ByHand byHand)
            throws UsageException {
        List<BlockList> lists = new ArrayList<>();
        for (String each : blockLists) {
            lists.add(new BlockList(domain(each)));
        }
        AddressReport report =
                AddressReport.of(address, lists.isEmpty() ? BlockList.USUAL : lists, resolver);
        if (json.isWanted()) {
            out().println(Json.line(DnsJson.address(report)));
        } else {
            DnsText.address(report, byHand).forEach(out()::println);
        }
        List<Finding> errors = report.findings().stream().filter(Finding::isError).toList();
        boolean isUnknown =
                !errors.isEmpty() && errors.stream().allMatch(f -> f.fault() == Fault.NO_ANSWER);
        return isUnknown ? Exit.TEMPORARY : status(report.findings());
    }

    private static int status(List<Finding> findings) {
        return findings.stream().anyMatch(Finding::isError) ? Exit.NO : Exit.OK;
    }

    private int zone(String file) throws MailException, UsageException {
        String text = text(file);
        DomainName zone =
                name.isPresent()
                        ? domain(name.get())
                        : ZoneFile.zone(text)
                                .orElseThrow(() ->
                                        new UsageException(
                                                "the file does not say which zone it is; name it:"
                                                        + " hazel dns --zone-file "
                                                        + file
                                                        + " example.org"));
        List<Finding> findings = ZoneFile.check(zone, text);
        String shown = file.equals("-") ? "standard input" : file;
        if (json.isWanted()) {
            findings.forEach(f -> out().println(Json.line(DnsJson.finding(f).build())));
        } else {
            DnsText.zone(shown, findings).forEach(out()::println);
        }
        return status(findings);
    }

    private static String text(String file) throws MailException {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] octets = in.readNBytes(MOST_OCTETS + 1);
            if (octets.length > MOST_OCTETS) {
                throw new MailException(
                        new Problem.Malformed(
                                file, file + " has more than 32 MiB; that is no zone of mail"));
            }
            return new String(octets, UTF_8);
        } catch (IOException e) {
            throw Trouble.reading(Path.of(file), e);
        }
    }
}
