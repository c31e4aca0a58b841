package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.app.KeptPasswords;
import hazel.config.AccountTables;
import hazel.config.Config;
import hazel.config.Secret;
import hazel.discover.Candidate;
import hazel.discover.Candidate.Protocol;
import hazel.file.DurableFiles;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Puts an account together, tries it, and writes it into the dotfile.
///
/// @param trust a PEM file
record AccountSetup(
        Session session, String name, Address address, String fullName, Optional<String> trust) {

    /// The ways in and out, the likeliest first: they differ in the user's name.
    record Ways(List<String> incoming, List<String> outgoing) {
        Ways {
            incoming = List.copyOf(incoming);
            outgoing = List.copyOf(outgoing);
        }

        /// @param incoming as a person gave it; so with the other
        /// @param found what is used where nobody gave anything
        static Ways of(
                Optional<String> incoming,
                Optional<String> outgoing,
                List<Candidate> found,
                Address address,
                Optional<String> user) {
            return new Ways(
                    uris(incoming, found, p -> p != Protocol.SUBMISSION, address, user),
                    uris(outgoing, found, p -> p == Protocol.SUBMISSION, address, user));
        }

        private static List<String> uris(
                Optional<String> given,
                List<Candidate> found,
                Predicate<Protocol> way,
                Address address,
                Optional<String> user) {
            if (given.isPresent()) {
                return List.of(withUser(given.get(), user.orElse(address.addrSpec())));
            }
            List<String> uris = new ArrayList<>();
            for (Candidate candidate : found) {
                if (way.test(candidate.protocol())) {
                    Optional<String> known = user.or(candidate::user);
                    known.map(List::of)
                            .orElse(List.of(address.addrSpec(), address.localPart()))
                            .forEach(u -> uris.add(candidate.uri(u)));
                }
            }
            return uris;
        }

        /// The same with a user's name, where it has none.
        static String withUser(String uri, String user) {
            return uri.matches("(imaps?|pop3s?|submissions?|smtps)://[^@]*")
                    ? uri.replace("://", "://" + user.replace("%", "%25") + "@")
                    : uri;
        }
    }

    /// A name for the account of an address: the first part of its domain.
    static String nameOf(Address address) {
        return address.domain()
                .replaceFirst("\\..*", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_-]", "-");
    }

    AccountTables.Entry untested(Ways ways, Optional<Secret> password)
            throws MailException, ConfigException {
        AccountTables.Entry entry =
                entry(ways.incoming().getFirst(), ways.outgoing().getFirst(), password);
        config(entry);
        return entry;
    }

    /// @throws MailException where a server does not take the login
    AccountTables.Entry tested(Ways ways, Optional<Secret> password, Consumer<String> say)
            throws MailException, ConfigException {
        String out = ways.outgoing().getFirst();
        String in =
                first(
                        ways.incoming(),
                        uri -> {
                            AccountTables.Entry entry = entry(uri, out, password);
                            Config config = config(entry);
                            check(config).incoming(account(config));
                        });
        say.accept("ok    " + in);
        String way =
                first(
                        ways.outgoing(),
                        uri -> {
                            Config config = config(entry(in, uri, password));
                            check(config).outgoing(account(config));
                        });
        say.accept("ok    " + way);
        return entry(in, way, password);
    }

    private interface Trial {
        void run(String uri) throws MailException, ConfigException;
    }

    /// The first that works; a wrong name of the user is no reason to give up.
    private static String first(List<String> uris, Trial trial)
            throws MailException, ConfigException {
        for (String uri : uris.subList(0, uris.size() - 1)) {
            try {
                trial.run(uri);
                return uri;
            } catch (MailException e) {
                if (!(e.problem() instanceof Problem.BadCredentials)) {
                    throw e;
                }
            }
        }
        trial.run(uris.getLast());
        return uris.getLast();
    }

    private AccountCheck check(Config config) {
        return new AccountCheck(
                new LocalRelay(config, session.places(), Clock.systemUTC()), new ArrayList<>());
    }

    private Config.Account account(Config config) throws MailException {
        return config.account(name)
                .orElseThrow(() -> new MailException(new Problem.NoSuchAccount(name)));
    }

    private AccountTables.Entry entry(String in, String out, Optional<Secret> password) {
        return new AccountTables.Entry(
                name, address.addrSpec(), fullName, in, out, password, trust);
    }

    private Config config(AccountTables.Entry entry) throws MailException, ConfigException {
        return session.configOf(AccountTables.with(session.text(), entry));
    }

    /// Writes the account into the dotfile, or into a new one, and keeps a password that was typed.
    /// One that could not be referred to is not kept either.
    ///
    /// @return the file
    Path written(AccountTables.Entry tried, Optional<Secret> password)
            throws MailException, ConfigException {
        if (password.isEmpty() || !(password.get() instanceof Secret.Plain(var text))) {
            return write(tried, password);
        }
        var passwords = new KeptPasswords(session.places(), System.getenv());
        Secret kept = passwords.keep(name, text);
        boolean isWritten = false;
        try {
            Path file = write(tried, Optional.of(kept));
            isWritten = true;
            return file;
        } finally {
            if (!isWritten) {
                passwords.forget(name, kept);
            }
        }
    }

    private Path write(AccountTables.Entry tried, Optional<Secret> password)
            throws MailException, ConfigException {
        AccountTables.Entry entry = entry(tried.incoming(), tried.outgoing(), password);
        String text = AccountTables.with(session.text(), entry);
        session.configOf(text);
        return write(session, text);
    }

    /// Puts a text in place of the dotfile. A link stays one, and the file keeps its mode.
    static Path write(Session session, String text) throws MailException {
        Path named = session.dotfile();
        try {
            Path file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
            Optional<Set<PosixFilePermission>> mode =
                    Files.exists(file)
                            ? Optional.of(Files.getPosixFilePermissions(file))
                            : Optional.empty();
            DurableFiles.createPrivateDirectories(file.resolveSibling("."));
            DurableFiles.write(file, text.getBytes(UTF_8));
            if (mode.isPresent()) {
                Files.setPosixFilePermissions(file, mode.get());
            }
            return named;
        } catch (IOException e) {
            throw Trouble.writing(named, e);
        }
    }
}
