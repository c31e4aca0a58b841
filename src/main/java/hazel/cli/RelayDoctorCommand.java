package hazel.cli;

import hazel.config.Config;
import hazel.config.OnwardConfig;
import hazel.dns.Addresses;
import hazel.dns.BlockList;
import hazel.dns.Deadline;
import hazel.dns.DomainInspection;
import hazel.dns.DomainName;
import hazel.dns.MailRoute;
import hazel.dns.PolicyFetch;
import hazel.dns.WireResolver;
import hazel.mail.MailException;
import hazel.smtp.Probe;
import hazel.smtp.Server;
import hazel.smtp.Transcript;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// `hazel relay doctor`: whether other mail servers would take mail straight from this machine.
@Command(
        name = "doctor",
        description = {
            "Check whether other mail servers would take mail straight from this machine: its name"
                + " and address in the DNS, block lists, what your domains say of who may send in"
                + " their name (SPF, DMARC), and whether the network lets anything out to them.",
            "Prints one line for each check, ok or FAIL, and under a failure what to do. Sends no"
                    + " mail. With a smarthost all this is the smarthost's care."
        },
        mixinStandardHelpOptions = true)
final class RelayDoctorCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(
            names = "--address",
            paramLabel = "ADDR",
            description = "The address that others see, where this machine does not know it.")
    private Optional<String> typed = Optional.empty();

    @Option(
            names = "--block-list",
            paramLabel = "LIST",
            description = "Ask this block list in place of the usual ones.")
    private List<String> lists = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Config config = dotfile.config();
        var relay = new LocalRelay(config, dotfile.places(), Clock.systemUTC());
        relay.smarthostName()
                .ifPresent(host ->
                        say(
                                "      mail goes through the smarthost "
                                        + host
                                        + ": what follows matters only without it"));
        List<DoctorCommand.Finding> findings =
                doctor(config.relay().inbound().checks().servers())
                        .look(own(), domains(config, relay));
        for (DoctorCommand.Finding finding : findings) {
            finding.lines().forEach(this::say);
        }
        return findings.stream().allMatch(DoctorCommand.Finding::isWell) ? Exit.OK : Exit.NO;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(Harmless.line(line));
    }

    private RelayDoctor doctor(OnwardConfig.Mx servers) throws UsageException {
        Deadline deadline = Deadline.in(PATIENCE);
        var inspection =
                new DomainInspection(
                        RelayWays.resolver(servers, PATIENCE),
                        WireResolver.authoritative(deadline),
                        servers.nameServer()
                                .map(InetSocketAddress::getPort)
                                .orElse(NameServerOption.PORT),
                        new PolicyFetch(deadline),
                        List.of());
        List<BlockList> asked = new ArrayList<>();
        for (String list : lists) {
            asked.add(new BlockList(DnsCommand.domain(list)));
        }
        return new RelayDoctor(
                inspection,
                asked.isEmpty() ? BlockList.USUAL : asked,
                target -> knock(target, servers.port()),
                LocalRelay.hostName());
    }

    private static void knock(MailRoute.Target target, int port) throws MailException {
        var _ =
                Probe.of(
                        Server.at(target.host().text(), target.address(), port, Server.Tls.CLEAR)
                                .withOurName(LocalRelay.hostName()),
                        new Transcript());
    }

    /// Of those who write from here, but not what is delivered here.
    private static List<DomainName> domains(Config config, LocalRelay relay) {
        var residents = relay.settings(List.of());
        Set<DomainName> domains = new LinkedHashSet<>();
        for (Config.Account account : config.accounts()) {
            String domain = account.address().domain();
            if (domain.contains(".") && !residents.domains().contains(domain)) {
                DomainName.parse(domain).ifPresent(domains::add);
            }
        }
        return List.copyOf(domains);
    }

    private Optional<InetAddress> own() throws UsageException {
        if (typed.isPresent()) {
            return Optional.of(
                    Addresses.parse(typed.get())
                            .orElseThrow(
                                    () -> new UsageException("--address: expected an IP address")));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Addresses::isPublic)
                    .findFirst();
        } catch (SocketException _) {
            return Optional.empty(); // as where there is none
        }
    }
}
