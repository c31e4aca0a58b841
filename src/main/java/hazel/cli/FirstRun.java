package hazel.cli;

import hazel.app.Owner;
import hazel.config.Secret;
import hazel.config.StoreConfig;
import hazel.discover.Candidate;
import hazel.discover.Discovery;
import hazel.discover.Tried;
import hazel.dns.Deadline;
import hazel.dns.Resolver;
import hazel.dns.WireResolver;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.tls.Pins;
import hazel.ui.Effect;
import hazel.ui.Effects;
import hazel.ui.Msg;
import hazel.ui.ScreenFactory;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Does what the set-up screen asks for: looks for servers, tries them, and writes the account, as
/// `hazel account add` does.
final class FirstRun implements Effects {

    private static final Duration PATIENCE = Duration.ofSeconds(9);

    /// What came of it.
    enum Outcome {
        /// An account was written.
        ACCOUNT,
        LOOK_AROUND,
        LEAVE
    }

    private final Session session;
    private final Function<Deadline, Resolver> resolvers;
    private final Optional<URI> autoconfig;
    private volatile Outcome outcome = Outcome.LEAVE;
    private volatile Thread working = Thread.ofVirtual().unstarted(() -> {});

    /// @param autoconfig where autoconfig files are, in place of the domain's own places
    FirstRun(Session session, Function<Deadline, Resolver> resolvers, Optional<URI> autoconfig) {
        this.session = session;
        this.resolvers = resolvers;
        this.autoconfig = autoconfig;
    }

    /// Whether somebody opens Hazel who has configured nothing and has no mail here.
    static boolean isOne(Session session, MuttLine line) throws MailException, ConfigException {
        return line.does() == MuttLine.Does.OPEN
                && line.mailbox().isEmpty()
                && !line.isReadOnly()
                && !session.hasDotfile()
                && session.config().accounts().getFirst().incoming()
                        instanceof StoreConfig.Maildir(var root)
                && !Files.exists(root);
    }

    /// Asks on the terminal.
    static Outcome ask(Session session) throws MailException, ConfigException {
        var asking = new FirstRun(session, WireResolver::system, Optional.empty());
        var relay = new LocalRelay(session.config(), session.places(), Clock.systemUTC());
        new FullScreen(relay, System.getenv()).run(ScreenFactory::setup, asking);
        return asking.outcome();
    }

    Outcome outcome() {
        return outcome;
    }

    @Override
    public void perform(Effect effect, Consumer<Msg> report) {
        switch (effect) {
            case Effect.LookAround _ -> outcome = Outcome.LOOK_AROUND;
            case Effect.CancelWork _ -> working.interrupt();
            case Effect.FindServers find -> work(effect, report, () -> found(find.address()));
            case Effect.AddAccount(var account) ->
                    work(effect, report, () -> addedOrRefused(account, report));
            case Effect.PinCertificate pin -> work(effect, report, () -> pinned(pin));
            default -> report.accept(Msg.Noticed.of("not before an account is set up"));
        }
    }

    private interface Answer {
        Msg get() throws MailException, ConfigException;
    }

    private void work(Effect effect, Consumer<Msg> report, Answer answer) {
        working =
                Thread.ofVirtual()
                        .name("setup")
                        .start(() -> {
                            try {
                                report.accept(answer.get());
                            } catch (MailException e) {
                                report.accept(new Msg.Failed(effect, e.problem()));
                            } catch (ConfigException e) {
                                report.accept(new Msg.Failed(effect, e.problems().getFirst()));
                            }
                        });
    }

    private Msg found(String typed) throws MailException {
        Address address =
                Address.parse(typed)
                        .orElseThrow(() ->
                                new MailException(new Problem.Malformed(typed, "no mail address")));
        var deadline = Deadline.in(PATIENCE);
        var servers =
                new Discovery(resolvers.apply(deadline), autoconfig, Optional.empty(), deadline)
                        .find(address);
        Optional<Tried> incoming = servers.incoming().or(() -> distrusted(servers, true));
        Optional<Tried> outgoing = servers.outgoing().or(() -> distrusted(servers, false));
        var ways =
                AccountSetup.Ways.of(
                        Optional.empty(),
                        Optional.empty(),
                        Stream.concat(incoming.stream(), outgoing.stream())
                                .map(Tried::candidate)
                                .toList(),
                        address,
                        Optional.empty());
        return new Msg.ServersFound(
                typed,
                AccountSetup.nameOf(address),
                incoming.map(t -> server(address, t.candidate(), ways.incoming())),
                outgoing.map(t -> server(address, t.candidate(), ways.outgoing())),
                trouble(address, servers, incoming.isPresent() && outgoing.isPresent()));
    }

    /// One whose certificate alone keeps it from being used: a person may believe it.
    private static Optional<Tried> distrusted(Discovery.Servers servers, boolean isIncoming) {
        return servers.tried().stream()
                .filter(t ->
                        t.problem().filter(Problem.BadCertificate.class::isInstance).isPresent())
                .filter(t ->
                        isIncoming != (t.candidate().protocol() == Candidate.Protocol.SUBMISSION))
                .findFirst();
    }

    private static Msg.FoundServer server(Address address, Candidate candidate, List<String> uris) {
        return new Msg.FoundServer(
                Agreement.place(candidate),
                candidate.source().words(),
                uris,
                !Agreement.isWithin(address.domain(), candidate.host()));
    }

    private static String trouble(Address address, Discovery.Servers servers, boolean isWhole) {
        return isWhole
                ? ""
                : servers.isAnswered()
                        ? "Not every server of " + address.domain() + " was found."
                        : "No name server answers, so no server was found: is there a network?";
    }

    private Msg addedOrRefused(Effect.NewAccount account, Consumer<Msg> report) {
        try {
            return added(account);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.BadCertificate bad) {
                report.accept(new Msg.Distrusted(account.name(), bad));
            }
            return new Msg.AccountRefused(e.problem());
        } catch (ConfigException e) {
            return new Msg.AccountRefused(e.problems().getFirst());
        }
    }

    private Msg added(Effect.NewAccount account) throws MailException, ConfigException {
        Address address =
                Address.parse(account.address())
                        .orElseThrow(() ->
                                new MailException(
                                        new Problem.Malformed(
                                                account.address(), "no mail address")));
        var setup =
                new AccountSetup(
                        session, account.name(), address, account.fullName(), Optional.empty());
        Optional<Secret> password = Optional.of(new Secret.Plain(account.password()));
        var ways = ways(account, address);
        var entry = setup.tested(ways, password, _ -> {});
        Path file = setup.written(entry, password);
        outcome = Outcome.ACCOUNT;
        return new Msg.AccountAdded(account.name(), file.toString());
    }

    /// What was typed names no user, mostly.
    private static AccountSetup.Ways ways(Effect.NewAccount account, Address address) {
        return new AccountSetup.Ways(
                account.incoming().stream().flatMap(uri -> users(uri, address)).toList(),
                account.outgoing().stream().flatMap(uri -> users(uri, address)).toList());
    }

    private static Stream<String> users(String uri, Address address) {
        return Stream.of(address.addrSpec(), address.localPart())
                .map(user -> AccountSetup.Ways.withUser(uri, user))
                .distinct();
    }

    private Msg pinned(Effect.PinCertificate pin) throws MailException {
        Pins.in(session.places().state())
                .add(Owner.account(pin.account()).pin(pin.host(), pin.port(), pin.fingerprint()));
        return new Msg.Pinned(pin.account(), pin.host());
    }
}
