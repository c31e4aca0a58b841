package hazel.cli;

import hazel.app.Passwords;
import hazel.config.Config.ChecksConfig;
import hazel.config.Config.InboundConfig;
import hazel.config.Secret;
import hazel.dns.BlockList;
import hazel.dns.DomainName;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.Checks;
import hazel.relay.Hook;
import hazel.relay.Inbound;
import hazel.relay.KeptSalts;
import hazel.relay.Logins;
import hazel.relay.PasswordFile;
import hazel.sasl.Salts;
import hazel.sasl.ScramKeys;
import hazel.smtp.MessagePipe;
import hazel.tls.ServerIdentity;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// From what the configuration says of clients on other machines to what the relay needs.
final class InboundWiring {

    private static final Duration FILTERING = Duration.ofMinutes(1);
    private static final Duration ASKING = Duration.ofSeconds(30);
    private static final Duration CALLING = Duration.ofSeconds(5);
    private static final Duration HOOKED = Duration.ofSeconds(5);

    private InboundWiring() {}

    /// @param directory of the relay's queue
    static Inbound of(InboundConfig config, Path directory) throws MailException {
        return new Inbound(
                identity(config),
                logins(config, KeptSalts.in(directory)),
                config.from(),
                new HashSet<>(config.to()),
                checks(config.checks()),
                config.metrics());
    }

    private static Checks checks(ChecksConfig config) throws MailException {
        Optional<Checks.Filter> filter =
                config.filter().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Checks.Filter(
                                        new MessagePipe(config.filter(), FILTERING),
                                        Checks.Junk.valueOf(
                                                config.junk().toUpperCase(Locale.ROOT))));
        return new Checks(
                !config.sender().equals("off"),
                config.sender().equals("mailbox") ? Optional.of(calling(config)) : Optional.empty(),
                config.refused(),
                lists("relay.blocklists", config.blockLists()),
                lists("relay.marklists", config.markLists()),
                Checks.Malformed.valueOf(config.malformed().toUpperCase(Locale.ROOT)),
                filter,
                hook(config.hooks()),
                () -> RelayWays.resolver(config.servers(), ASKING));
    }

    private static Optional<Hook> hook(Map<String, List<String>> config) {
        Map<Hook.Phase, MessagePipe> programs = new EnumMap<>(Hook.Phase.class);
        config.forEach((phase, argv) ->
                programs.put(
                        Hook.Phase.valueOf(phase.toUpperCase(Locale.ROOT)),
                        new MessagePipe(argv, HOOKED)));
        return programs.isEmpty() ? Optional.empty() : Optional.of(new HookPrograms(programs));
    }

    private static Checks.Calling calling(ChecksConfig config) {
        int port = config.servers().port();
        return new Checks.Calling(CALLING, address -> new InetSocketAddress(address, port));
    }

    private static List<BlockList> lists(String key, List<String> written) throws MailException {
        List<BlockList> lists = new ArrayList<>();
        for (String zone : written) {
            String wrong = key + ": '" + zone + "' is not a domain name";
            lists.add(
                    new BlockList(
                            DomainName.parse(zone)
                                    .orElseThrow(() ->
                                            new MailException(
                                                    new Problem.BadConfig(key, 0, wrong)))));
        }
        return lists;
    }

    private static Optional<ServerIdentity> identity(InboundConfig config) throws MailException {
        if (config.certificate().isEmpty() || config.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ServerIdentity.read(config.certificate().get(), config.key().get()));
    }

    private static Optional<Logins> logins(InboundConfig config, KeptSalts kept) {
        if (!config.hasLogins()) {
            return Optional.empty();
        }
        return Optional.of(
                new KnownUsers(config.logins(), config.passwords().map(PasswordFile::in), kept));
    }

    /// Who may log in: who stands in the configuration, with where the password is, and who in a
    /// file.
    private record KnownUsers(
            Map<String, Secret> known, Optional<PasswordFile> file, KeptSalts kept)
            implements Logins {

        @Override
        public Optional<ScramKeys> keys(String user) throws MailException {
            if (known.containsKey(user)) {
                String password = Passwords.get(known.get(user));
                return password.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ScramKeys.ofLogin(user, password, kept.salts()));
            }
            return file.isPresent() ? file.get().keys(user) : Optional.empty();
        }

        @Override
        public List<Integer> iterations() throws MailException {
            Set<Integer> all = new TreeSet<>();
            if (!known.isEmpty()) {
                all.add(ScramKeys.LEAST_ITERATIONS);
            }
            if (file.isPresent()) {
                all.addAll(file.get().iterations());
            }
            return List.copyOf(all);
        }

        @Override
        public Salts salts() throws MailException {
            return kept.salts();
        }
    }
}
