package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.app.Owner;
import hazel.config.Config;
import hazel.config.ServerConfig;
import hazel.config.StoreConfig;
import hazel.config.SubmitConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.mail.ServerCertificate;
import hazel.text.Harmless;
import hazel.tls.Fingerprint;
import hazel.tls.Knock;
import hazel.tls.Pins;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel account trust`: shows the certificates of an account's servers, and pins them.
@Command(
        name = "trust",
        description = {
            "Show the certificates of an account's servers, and pin those that nobody vouches for.",
            "A pinned certificate is the only one that is taken from that server for that account;"
                    + " any other is an alarm, whoever vouches for it. On a terminal each one"
                    + " is asked about. Nothing is sent to the servers, no name and no password."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel account trust work",
            "  hazel account trust work --fingerprint 5C:92:…:1F",
            "  hazel account trust work --forget",
            "%nFiles:",
            "  ~/.local/state/hazel/pins  what is pinned, one line for each server",
            "%nExit status:",
            "  0 every server is trusted now; 66 no such account; 68 unknown host; 75 no answer; 77"
                    + " a certificate is not trusted and was not pinned."
        })
final class TrustCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Dotfile dotfile = new Dotfile();

    @Parameters(
            paramLabel = "ACCOUNT",
            description = "The account's name; 'relay' for the smarthost of the bundled relay.")
    private String name = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            description =
                    "Pin the certificate with this fingerprint, without a question, and no other.")
    private Optional<String> fingerprint = Optional.empty();

    @Option(
            names = "--forget",
            description = "Take all pins of the account away; the system's trust holds again.")
    private boolean forget;

    /// A server that is spoken to with TLS.
    private record Place(ServerConfig server, Knock knock) {}

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Config config = dotfile.config();
        Optional<Config.Account> account = config.account(name);
        boolean isRelay = account.isEmpty() && name.equals("relay");
        if (account.isEmpty() && !isRelay) {
            throw new MailException(new Problem.NoSuchAccount(name));
        }
        Owner owner = isRelay ? Owner.RELAY : Owner.account(name);
        Pins pins = Pins.in(dotfile.places().state());
        Optional<Fingerprint> wanted = wanted();
        if (forget) {
            int count = pins.of(owner.name()).size();
            pins.forget(owner.name());
            say(count == 1 ? "1 pin is taken away" : count + " pins are taken away");
            return Exit.OK;
        }
        List<Place> places = account.map(TrustCommand::places).orElseGet(() -> smarthost(config));
        if (places.isEmpty()) {
            say(name + " has no server with TLS");
        }
        int status = Exit.OK;
        for (Place place : places) {
            int one = trust(owner, place, pins, wanted);
            if (!isRelay && one == Exit.OK) {
                goOn(config, pins, place.server());
            }
            status = status == Exit.OK ? one : status;
        }
        return status;
    }

    private Optional<Fingerprint> wanted() throws UsageException {
        Optional<Fingerprint> wanted = fingerprint.flatMap(Fingerprint::parse);
        if (fingerprint.isPresent() && wanted.isEmpty()) {
            throw new UsageException(
                    "--fingerprint: expected the SHA-256 of a certificate, 64 hexadecimal digits"
                            + " with or without colons");
        }
        return wanted;
    }

    private static List<Place> smarthost(Config config) {
        return config.relay().smarthost().stream()
                .flatMap(server -> place(server, Knock.Before.SMTP).stream())
                .toList();
    }

    private static List<Place> places(Config.Account account) {
        List<Place> places = new ArrayList<>();
        incoming(account.incoming(), places);
        if (account.outgoing() instanceof SubmitConfig.Smtp(var server)) {
            place(server, Knock.Before.SMTP).ifPresent(places::add);
        }
        return places;
    }

    private static void incoming(StoreConfig store, List<Place> places) {
        switch (store) {
            case StoreConfig.Local _ -> {}
            case StoreConfig.Imap(var server, var _, var _) ->
                    place(server, Knock.Before.IMAP).ifPresent(places::add);
            case StoreConfig.Pop3 pop3 ->
                    place(pop3.server(), Knock.Before.POP3).ifPresent(places::add);
            case StoreConfig.ReadOnly(var of) -> incoming(of, places);
        }
    }

    private static Optional<Place> place(ServerConfig server, Knock.Before startTls) {
        return switch (server.security()) {
            case IMPLICIT_TLS -> Optional.of(place(server, Knock.Before.NOTHING, server.port()));
            case STARTTLS -> Optional.of(place(server, startTls, server.port()));
            case LOOPBACK_ONLY -> Optional.empty();
        };
    }

    private static Place place(ServerConfig server, Knock.Before before, int port) {
        return new Place(server, new Knock(server.host(), port, before, PATIENCE));
    }

    private int trust(Owner owner, Place place, Pins pins, Optional<Fingerprint> wanted)
            throws MailException {
        ServerConfig server = place.server();
        Optional<Pins.Pin> pinned = pins.find(owner.name(), server.host(), server.port());
        Knock.Seen seen;
        try {
            seen = place.knock().look(CommandNews.known(dotfile.places()).trust(owner, server));
        } catch (MailException e) {
            spec.commandLine().getErr().println(Main.line(e.problem().message()));
            return e.problem().exitStatus();
        }
        show(server, seen, pinned);
        boolean isWanted =
                wanted.map(Fingerprint::text)
                        .filter(seen.certificate().fingerprint()::equals)
                        .isPresent();
        if (isWanted || (seen.trouble().isPresent() && wanted.isEmpty() && isAgreed(server))) {
            pins.add(owner.pin(server.host(), server.port(), seen.certificate().fingerprint()));
            say("  pinned for " + name + ": nothing else is taken from " + server.host() + " now");
            return Exit.OK;
        }
        return seen.trouble().map(bad -> refused(bad, wanted)).orElse(Exit.OK);
    }

    /// Releases what is held in the outbox for the certificate that is pinned now.
    private void goOn(Config config, Pins pins, ServerConfig server) throws MailException {
        Optional<Pins.Pin> pin = pins.find(name, server.host(), server.port());
        if (pin.isEmpty()) {
            return;
        }
        var relay = new LocalRelay(config, dotfile.places(), Clock.systemUTC());
        int count = new Handover(relay).outbox().trusted(name, pin.get().fingerprint().text());
        if (count > 0) {
            say(
                    "  released in the outbox: "
                            + Count.of(count, "message")
                            + "; 'hazel outbox send' sends what is due");
        }
    }

    private int refused(Problem.BadCertificate bad, Optional<Fingerprint> wanted) {
        String how =
                wanted.isPresent()
                        ? "its fingerprint is not the one given"
                        : "where it is the right one: hazel account trust "
                                + name
                                + " --fingerprint "
                                + bad.certificate().fingerprint();
        spec.commandLine()
                .getErr()
                .println(Main.line("the certificate of " + bad.host() + " is not pinned: " + how));
        return bad.exitStatus();
    }

    private void show(ServerConfig server, Knock.Seen seen, Optional<Pins.Pin> pinned) {
        ServerCertificate certificate = seen.certificate();
        say(name + ": " + server.host() + " port " + server.port());
        say("  for        " + certificate.owner());
        say("  signed by  " + certificate.signer());
        say("  valid      " + certificate.validity());
        say("  SHA-256    " + certificate.fingerprint());
        if (seen.trouble().isPresent()) {
            pinned.ifPresent(pin -> {
                say("  ALARM      it is not the certificate that is pinned:");
                say("  pinned     " + pin.fingerprint().text());
            });
            if (pinned.isEmpty()) {
                say("  not trusted: " + String.join("; ", seen.trouble().get().faults()));
            }
        } else {
            say(pinned.isPresent() ? "  it is the one that is pinned" : "  trusted");
        }
    }

    /// Only the whole word, so that no key pressed in haste is a yes.
    private boolean isAgreed(ServerConfig server) throws MailException {
        if (!Terminals.isTerminal()) {
            return false;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                Harmless.line(
                        "Is it the certificate of "
                                + server.host()
                                + "? Ask who runs it for the fingerprint. Type yes to pin it: "));
        out.flush();
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
            return line != null && line.strip().equals("yes");
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("terminal", "cannot read the answer: " + Reason.of(e)), e);
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(Harmless.line(line));
    }
}
