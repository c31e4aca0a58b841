package hazel.cli;

import hazel.config.Config;
import hazel.config.StoreConfig;
import hazel.index.Snapshot;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.mh.MhStore;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.ScreenFactory;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens the screens as a command line without a command says, or answers what its letters ask.
///
/// @param out where answers go
/// @param typist may press keys, see [FullScreen]
record Opening(Session session, PrintWriter out, FullScreen.Typist typist) {

    Opening(Session session, PrintWriter out) {
        this(session, out, FullScreen.Typist.NOBODY);
    }

    /// Carries out everything but sending.
    ///
    /// @return the exit status
    int run(MuttLine line) throws MailException, ConfigException {
        if (FirstRun.isOne(session, line) && Terminals.isTerminal()) {
            return firstRun(line);
        }
        return open(line);
    }

    private int firstRun(MuttLine line) throws MailException, ConfigException {
        return switch (FirstRun.ask(session)) {
            case ACCOUNT -> new Opening(line.session(), out, typist).open(line);
            case LOOK_AROUND -> open(line);
            case LEAVE -> Exit.OK;
        };
    }

    private int open(MuttLine line) throws MailException, ConfigException {
        Config config = session.config();
        Place asked = place(config, line.mailbox());
        Place place = line.isReadOnly() ? new Place(asked.config().readOnly(), asked.ref()) : asked;
        return switch (line.does()) {
            case SETTINGS -> throw new IllegalStateException("printed by 'config'");
            case EXPAND -> expand(config, line.send());
            case OPEN_UNLESS_EMPTY -> openIf(isThere(place, false), place);
            case OPEN_IF_NEW -> openIf(isThere(place, true), place);
            case OPEN, SEND -> open(place);
            case DRAFTS -> drafts(place);
            case MAILBOXES ->
                    show(
                            place,
                            first(place)
                                    .over(ScreenFactory::mailboxes, new Effect.ListMailboxes()));
        };
    }

    /// A mailbox in a configuration that knows it.
    private record Place(Config config, MailboxRef ref) {}

    private static FullScreen.First first(Place place) {
        return FullScreen.First.mailbox(place.ref());
    }

    private int open(Place place) throws MailException, ConfigException {
        return show(place, first(place));
    }

    /// Without a terminal the exit status is the answer.
    private int openIf(boolean isWanted, Place place) throws MailException, ConfigException {
        return !isWanted ? Exit.NO : Terminals.isTerminal() ? open(place) : Exit.OK;
    }

    private int drafts(Place place) throws MailException, ConfigException {
        if (Terminals.isTerminal()) {
            return show(place, first(place).over(ScreenFactory::drafts, new Effect.ListDrafts()));
        }
        boolean isNone =
                session.draftFiles().list().isEmpty()
                        && session.drafts(place.config()).stored().isEmpty();
        return isNone ? Exit.NO : Exit.OK;
    }

    private int show(Place place, FullScreen.First first) throws MailException, ConfigException {
        if (!Terminals.isTerminal()) {
            throw new MailException(
                    new Problem.Malformed(
                            "terminal", "there is no terminal; 'hazel help' lists the commands"));
        }
        session.open(place.config(), first, typist);
        return Exit.OK;
    }

    /// By its name, or by its place in the file system, as one more account.
    private Place place(Config config, Optional<String> typed) throws MailException {
        if (typed.isEmpty()) {
            var inbox = new MailboxRef(config.accounts().getFirst().name(), MailboxName.INBOX);
            return new Place(config, inbox);
        }
        String name = typed.get();
        Optional<MailboxRef> search = Session.search(name);
        if (search.isPresent()) {
            return new Place(config, search.get());
        }
        boolean isPath = name.startsWith("/") || name.startsWith("~") || name.startsWith(".");
        if (!isPath) {
            Session.Place known =
                    session.place(
                            config, name.replaceFirst("^[=+]", "").replaceFirst("^!$", "INBOX"));
            return new Place(config, new MailboxRef(known.account().name(), known.name()));
        }
        Path path =
                name.startsWith("~")
                        ? session.places().path(name)
                        : Path.of(name).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new MailException(new Problem.NoSuchMailbox(name));
        }
        boolean isMhFolder = MhStore.isFolder(path);
        Path store = isMhFolder ? Optional.ofNullable(path.getParent()).orElse(path) : path;
        Config with = withStore(config, store(store), String.valueOf(path.getFileName()));
        MailboxName inStore = isMhFolder ? MhStore.nameOf(store, path) : MailboxName.INBOX;
        return new Place(with, new MailboxRef(with.accounts().getFirst().name(), inStore));
    }

    private static StoreConfig.Local store(Path path) throws MailException {
        if (Files.isRegularFile(path)) {
            return new StoreConfig.Mbox(path);
        }
        if (Files.isDirectory(path.resolve("cur"))) {
            return new StoreConfig.Maildir(path);
        }
        if (MhStore.hasFolders(path)) {
            return new StoreConfig.Mh(path);
        }
        throw new MailException(
                new Problem.Malformed(
                        path.toString(),
                        path + " holds no mail: expected a Maildir, an MH folder or an mbox"));
    }

    private static Config withStore(Config config, StoreConfig store, String name) {
        Config.Account usual = config.accounts().getFirst();
        String free = config.account(name).isPresent() ? name + "-2" : name;
        var opened =
                new Config.Account(
                        free,
                        usual.address(),
                        usual.others(),
                        usual.signature(),
                        store,
                        usual.outgoing(),
                        usual.folders());
        List<Config.Account> all = new ArrayList<>(List.of(opened));
        all.addAll(config.accounts());
        return new Config(
                all,
                config.mailboxes(),
                config.screen(),
                config.send(),
                config.notices(),
                config.trust(),
                config.relay(),
                config.aliases(),
                config.aliasFile(),
                config.searches());
    }

    private boolean isThere(Place place, boolean mustBeNew) throws MailException {
        Config.Account account = place.config().account(place.ref().account()).orElseThrow();
        try (MessageStore store = session.store(place.config(), account);
                Mailbox mailbox = store.open(place.ref().name())) {
            var known = session.known(new Session.Place(account, place.ref().name()), mailbox);
            Snapshot snapshot = known.snapshot(Progress.UNWATCHED);
            return mustBeNew ? snapshot.unseenCount() > 0 : snapshot.count() > 0;
        }
    }

    private int expand(Config config, List<String> aliases) throws MailException {
        var book = new hazel.app.Contacts(config, session.places()).book();
        int status = Exit.NO;
        for (String alias : aliases) {
            for (Address address : book.expand(alias)) {
                out.println(Harmless.line(address.typed()));
                status = Exit.OK;
            }
        }
        return status;
    }
}
