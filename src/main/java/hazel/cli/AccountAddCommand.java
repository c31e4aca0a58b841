package hazel.cli;

import hazel.config.AccountTables;
import hazel.config.ConfigReader;
import hazel.config.Secret;
import hazel.discover.Discovery;
import hazel.dns.Addresses;
import hazel.dns.Deadline;
import hazel.dns.Resolver;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `hazel account add`: from an address to an account that works.
@Command(
        name = "add",
        description = {
            "Set up an account for a mail address.",
            "Finds its servers, IMAP before POP3, by what its domain says (SRV records and"
                + " autoconfig files), by its MX records and by their usual names, tries each over"
                + " TLS, logs in, and writes the account into the configuration file, of which all"
                + " else stays as it is. It takes ten seconds at most before the login.",
            "On a terminal it asks for what is missing: the password, and whether a server outside"
                    + " the domain may be used. Elsewhere it asks nothing.",
            "A password that is typed, or read from standard input, is kept in the desktop's secret"
                    + " service where secret-tool(1) reaches one, else in a file of mode 600."
        },
        mixinStandardHelpOptions = true)
final class AccountAddCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(9);

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The account's name; without it the first part of the domain.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--full-name",
            paramLabel = "TEXT",
            description = "Your name, as it stands in From.")
    private Optional<String> fullName = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Your name at the servers, where it is not the address.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--incoming",
            paramLabel = "URI",
            description = "Where mail is, in place of what is found: as account.*.incoming.")
    private Optional<String> incoming = Optional.empty();

    @Option(
            names = "--outgoing",
            paramLabel = "URI",
            description = "How mail leaves, in place of what is found: as account.*.outgoing.")
    private Optional<String> outgoing = Optional.empty();

    @Option(
            names = "--password-command",
            paramLabel = "SHELL-COMMAND",
            description = "A command whose first line is the password.")
    private Optional<String> passwordCommand = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file of mode 600 whose first line is the password.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--password-stdin",
            description = "Read the password from standard input, and keep it.")
    private boolean isOnInput;

    @Option(
            names = "--oauth2",
            paramLabel = "PROVIDER",
            description = {
                "Sign in with a provider in place of a password.",
                "The configuration has a table [oauth2.PROVIDER] with the client id."
            })
    private Optional<String> provider = Optional.empty();

    @Option(
            names = "--device",
            description = "With --oauth2: sign in on another device, by a code.")
    private boolean isOnDevice;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "A PEM file of certificates to trust besides the system's.")
    private Optional<Path> trust = Optional.empty();

    @Option(names = "--yes", description = "Use servers outside the domain without asking.")
    private boolean isAgreed;

    @Option(names = "--no-login", description = "Do not log in before the account is written.")
    private boolean isUntested;

    @Option(
            names = "--autoconfig",
            paramLabel = "URL",
            description = "Look for the autoconfig file beneath this place only.")
    private Optional<URI> autoconfig = Optional.empty();

    @Option(
            names = "--server",
            paramLabel = "ADDR[:PORT]",
            description = "Ask this name server in place of the machine's own.")
    private Optional<String> nameServer = Optional.empty();

    @Parameters(arity = "1", paramLabel = "ADDRESS", description = "Your mail address.")
    private String address = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Address mine = address();
        Session session = dotfile.session();
        String account = account(session, mine);
        var questions = new Questions(spec.commandLine().getOut());
        boolean needsPassword = needsPassword();
        if (needsPassword && !hasPassword() && !questions.canAsk()) {
            throw new UsageException(
                    "there is no terminal to ask for the password; give --password-command,"
                            + " --password-file, --password-stdin or --oauth2");
        }
        AccountSetup.Ways ways = ways(mine, questions);
        if (fullName.isEmpty() && questions.canAsk()) {
            fullName = Optional.of(questions.ask("Your name, as others see it: "));
        }
        Optional<Typed> password =
                needsPassword
                        ? Optional.of(password(session, account, questions))
                        : Optional.empty();
        var setup =
                new AccountSetup(
                        session,
                        account,
                        mine,
                        fullName.orElse(""),
                        trust.map(p -> p.toAbsolutePath().toString()));
        AccountTables.Entry entry =
                isUntested
                        ? setup.untested(ways, password.map(Typed::secret))
                        : setup.tested(ways, password.map(Typed::secret), this::say);
        say("written: " + setup.written(entry, password.map(Typed::secret)));
        return Exit.OK;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(Harmless.line(line));
        spec.commandLine().getOut().flush();
    }

    private Address address() throws UsageException {
        return Address.parse(address)
                .orElseThrow(() -> new UsageException("'" + address + "' is no mail address"));
    }

    private String account(Session session, Address mine)
            throws MailException, ConfigException, UsageException {
        String chosen = name.orElseGet(() -> AccountSetup.nameOf(mine));
        if (!AccountTables.isName(chosen)) {
            throw new UsageException(
                    "--name '" + chosen + "': expected letters, digits, '-' and '_'");
        }
        if (AccountTables.has(session.text(), chosen)) {
            throw new UsageException(
                    "there is an account '" + chosen + "' already; --name chooses another name");
        }
        return chosen;
    }

    /// What is on this machine, and a relay, know the user without one.
    private boolean needsPassword() {
        return Stream.of(incoming, outgoing)
                .anyMatch(way ->
                        way.isEmpty()
                                || way.get().matches("(imaps?|pop3s?|submissions?|smtps):.*"));
    }

    private boolean hasPassword() {
        return provider.isPresent()
                || passwordCommand.isPresent()
                || passwordFile.isPresent()
                || isOnInput;
    }

    /// @param secret as it is known now; [Secret.Plain] is still to be kept
    private record Typed(Secret secret) {}

    private Typed password(Session session, String account, Questions questions)
            throws MailException, ConfigException, UsageException {
        if (provider.isPresent()) {
            return new Typed(signedIn(session, account, provider.get()));
        }
        if (passwordCommand.isPresent()) {
            return new Typed(new Secret.Command(passwordCommand.get()));
        }
        if (passwordFile.isPresent()) {
            return new Typed(new Secret.File(passwordFile.get().toAbsolutePath()));
        }
        String typed = isOnInput ? Input.firstLine() : questions.password("Password: ");
        if (typed.isEmpty()) {
            throw new UsageException("without a password nothing can be set up");
        }
        return new Typed(new Secret.Plain(typed));
    }

    private Secret signedIn(Session session, String account, String with)
            throws MailException, ConfigException, UsageException {
        Secret.OAuth2 secret =
                ConfigReader.signIn(session.text(), with, account, session.places())
                        .orElseThrow(() ->
                                new UsageException(
                                        "--oauth2 "
                                                + with
                                                + ": the configuration needs a table [oauth2."
                                                + with
                                                + "] with the client id; see 'man"
                                                + " hazel-config'"));
        new SignIn(spec.commandLine().getOut(), isOnDevice).with(secret);
        return secret;
    }

    /// In clear only on this machine: who can change the file on its way could have the password.
    private static boolean isSafe(URI place) {
        boolean isHere =
                Optional.ofNullable(place.getHost())
                        .flatMap(Addresses::parse)
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
        return place.getHost() != null
                && ("https".equals(place.getScheme())
                        || "http".equals(place.getScheme()) && isHere);
    }

    private AccountSetup.Ways ways(Address mine, Questions questions)
            throws MailException, UsageException {
        if (incoming.isPresent() && outgoing.isPresent()) {
            return AccountSetup.Ways.of(incoming, outgoing, List.of(), mine, user);
        }
        if (autoconfig.isPresent() && !isSafe(autoconfig.get())) {
            throw new UsageException(
                    "--autoconfig '" + autoconfig.get() + "': expected an https:// address");
        }
        var deadline = Deadline.in(PATIENCE);
        Resolver resolver =
                NameServerOption.resolver(NameServerOption.read("--server", nameServer), deadline);
        say("looking for the servers of " + mine.domain() + " …");
        var found = new Discovery(resolver, autoconfig, trust, deadline).find(mine);
        var agreement = new Agreement(mine.domain(), isAgreed, questions);
        return AccountSetup.Ways.of(
                incoming,
                outgoing,
                agreement.choose(found, incoming, outgoing, this::say),
                mine,
                user);
    }
}
