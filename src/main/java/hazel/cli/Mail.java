package hazel.cli;

import hazel.app.Folders;
import hazel.app.Writers;
import hazel.compose.Draft;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Purpose;
import hazel.store.Uid;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The mail of all accounts as commands name it: mailboxes, and messages by their ids.
///
/// An id is `MAILBOX:UID`, with the account before it where there are several; `MAILBOX:UID,UID`
/// for some of one mailbox, `MAILBOX:UID..UID` for all between in the mailbox's own order, `mid:`
/// and a Message-ID wherever that is, and `-` for ids on standard input, one on a line.
record Mail(Session session, Config config) {

    /// Between two UIDs. QUIRK: the names of a Maildir's files may have fields behind commas, as
    /// Dovecot's `,S=3385,W=3460` for the sizes.
    private static final Pattern BETWEEN = Pattern.compile(",(?![A-Za-z0-9]+=)");

    static Mail of(Dotfile dotfile) throws MailException, ConfigException {
        Session session = dotfile.session();
        return new Mail(session, session.config());
    }

    /// Messages of one mailbox.
    record Chosen(Session.Place place, List<Uid> uids) {
        Chosen {
            uids = List.copyOf(uids);
        }
    }

    /// Work on one open mailbox.
    interface Work<T> {
        T on(Mailbox mailbox) throws MailException;
    }

    Session.Place place(String mailbox) throws MailException {
        return session.place(config, mailbox);
    }

    MessageStore store(Config.Account account) throws MailException {
        return session.store(config, account);
    }

    <T> T in(Session.Place place, Work<T> work) throws MailException {
        try (MessageStore store = store(place.account());
                Mailbox mailbox = store.open(place.name())) {
            return work.on(mailbox);
        }
    }

    /// The messages that ids name, those of one mailbox together, in the order of their first
    /// mention. Whether they are there is seen when they are used.
    List<Chosen> chosen(List<String> ids) throws MailException {
        Map<Session.Place, List<Uid>> found = new LinkedHashMap<>();
        for (String id : expanded(ids)) {
            Chosen chosen = chosen(id);
            found.computeIfAbsent(chosen.place(), _ -> new ArrayList<>()).addAll(chosen.uids());
        }
        return found.entrySet().stream()
                .map(e -> new Chosen(e.getKey(), e.getValue().stream().distinct().toList()))
                .toList();
    }

    private static List<String> expanded(List<String> ids) throws MailException {
        List<String> all = new ArrayList<>();
        for (String id : ids) {
            if (id.equals("-")) {
                Input.text("-")
                        .lines()
                        .map(String::strip)
                        .filter(l -> !l.isEmpty())
                        .forEach(all::add);
            } else {
                all.add(id);
            }
        }
        return all;
    }

    private Chosen chosen(String id) throws MailException {
        if (id.startsWith("mid:")) {
            return byMessageId(id.substring("mid:".length()));
        }
        Session.Named named = Session.message(id);
        Session.Place place = place(named.mailbox());
        List<Uid> uids = new ArrayList<>();
        for (String piece : BETWEEN.split(named.uid().value())) {
            int dots = piece.indexOf("..");
            if (dots > 0) {
                uids.addAll(between(place, piece.substring(0, dots), piece.substring(dots + 2)));
            } else if (!piece.isEmpty()) {
                uids.add(new Uid(piece));
            }
        }
        return new Chosen(place, uids);
    }

    private List<Uid> between(Session.Place place, String first, String last) throws MailException {
        List<Uid> all = new ArrayList<>();
        in(
                place,
                mailbox -> {
                    mailbox.scan(entry -> all.add(entry.uid()), Progress.UNWATCHED);
                    return all;
                });
        int from = all.indexOf(new Uid(first));
        int to = all.indexOf(new Uid(last));
        if (from < 0 || to < 0) {
            throw new MailException(new Problem.NoSuchMessage(from < 0 ? first : last));
        }
        return all.subList(Math.min(from, to), Math.max(from, to) + 1);
    }

    private Chosen byMessageId(String written) throws MailException {
        String wanted = written.replaceAll("^<|>$", "");
        for (Session.Place place : places(Optional.empty())) {
            List<Uid> found = new ArrayList<>();
            in(
                    place,
                    mailbox -> {
                        mailbox.scan(
                                entry -> {
                                    if (entry.messageId()
                                            .filter(m -> m.value().equals(wanted))
                                            .isPresent()) {
                                        found.add(entry.uid());
                                    }
                                },
                                Progress.UNWATCHED);
                        return found;
                    });
            if (!found.isEmpty()) {
                return new Chosen(place, List.of(found.getFirst()));
            }
        }
        throw new MailException(new Problem.NoSuchMessage("mid:" + written));
    }

    /// Every mailbox that holds messages, of one account or of all.
    List<Session.Place> places(Optional<String> account) throws MailException {
        List<Session.Place> places = new ArrayList<>();
        if (account.isPresent() && config.account(account.get()).isEmpty()) {
            throw new MailException(new Problem.NoSuchAccount(account.get()));
        }
        for (Config.Account each : config.accounts()) {
            if (account.isEmpty() || account.get().equals(each.name())) {
                try (MessageStore store = store(each)) {
                    store.list().stream()
                            .filter(hazel.store.MailboxInfo::isSelectable)
                            .forEach(info -> places.add(new Session.Place(each, info.name())));
                }
            }
        }
        return places;
    }

    /// How a mailbox is named where ids are printed: with its account where there are several.
    String name(Session.Place place) {
        return config.accounts().size() > 1
                ? place.account().name() + "/" + place.name().value()
                : place.name().value();
    }

    /// One message: an id, a file, or `-` for standard input.
    byte[] octets(String id) throws MailException {
        return octets(id, Mailbox::fetch);
    }

    /// The same, or its header where no more of it can be had.
    ///
    /// @param lacking hears why there is no more
    byte[] octetsToAnswer(String id, Consumer<MailException> lacking) throws MailException {
        return octets(
                id,
                (mailbox, uid) -> {
                    try {
                        return mailbox.fetch(uid);
                    } catch (MailException e) {
                        byte[] header = mailbox.header(uid).orElseThrow(() -> e);
                        lacking.accept(e);
                        return header;
                    }
                });
    }

    private interface Getting {
        byte[] from(Mailbox mailbox, Uid uid) throws MailException;
    }

    private byte[] octets(String id, Getting getting) throws MailException {
        if (isFile(id)) {
            return Input.message(id);
        }
        if (!id.contains(":")) {
            throw neither(id);
        }
        List<Chosen> chosen = chosen(List.of(id));
        List<Uid> uids = chosen.stream().flatMap(c -> c.uids().stream()).toList();
        if (uids.size() != 1) {
            throw new MailException(new Problem.Malformed(id, id + " is not one message"));
        }
        return in(chosen.getFirst().place(), mailbox -> getting.from(mailbox, uids.getFirst()));
    }

    static MailException neither(String id) {
        return new MailException(
                new Problem.Malformed(
                        id,
                        "'"
                                + id
                                + "' is neither a file nor MAILBOX:UID, as 'hazel list' shows it"));
    }

    /// The draft with a note of the message it answers, where that is in a mailbox.
    Draft answering(String id, Draft draft) throws MailException {
        if (isFile(id)) {
            return draft;
        }
        Chosen chosen = chosen(List.of(id)).getFirst();
        return draft.withAnswers(
                Optional.of(
                        Writers.answers(
                                new MessageRef(chosen.place().ref(), chosen.uids().getFirst()))));
    }

    /// The mailbox that a message is in; empty where it is a file.
    Optional<MailboxRef> mailbox(String id) throws MailException {
        return isFile(id)
                ? Optional.empty()
                : Optional.of(chosen(List.of(id)).getFirst().place().ref());
    }

    /// Whether this is no id but a message of its own: a file or a pipe, or `-` for standard input.
    static boolean isFile(String id) {
        try {
            Path file = Path.of(id);
            return id.equals("-") || (Files.exists(file) && !Files.isDirectory(file));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /// Where the messages of an account go for a purpose.
    Session.Place folder(Config.Account of, Purpose purpose) throws MailException {
        try (MessageStore store = store(of)) {
            return new Session.Place(of, Folders.of(of, purpose, store));
        }
    }

    /// The mailboxes of a store that are there.
    static Stream<hazel.store.MailboxName> names(MessageStore store) throws MailException {
        return store.list().stream().map(hazel.store.MailboxInfo::name);
    }
}
