package hazel.cli;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.InPart;
import hazel.store.Mailbox;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Purpose;
import hazel.store.Uid;
import hazel.text.Harmless;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes messages from the command line, mailbox by mailbox, and counts what was not there.
///
/// @param err hears which messages were not there
record Changing(Mail mail, PrintWriter err) {

    /// What is done to messages of one mailbox.
    interface Deed {

        /// @return those that were there, and it was done to
        List<Uid> on(Session.Place place, Mailbox mailbox, List<Uid> uids) throws MailException;
    }

    /// Stops between two messages where a signal asks for it, and says what was done until then.
    ///
    /// @return 0; 2 where some were not there; 66 where none was; 130 where it was stopped
    private int each(List<String> ids, Progress progress, Deed deed) throws MailException {
        int done = 0;
        int asked = 0;
        int missing = 0;
        List<Mail.Chosen> all = mail.chosen(ids);
        for (Mail.Chosen chosen : all) {
            Set<Uid> gone = new LinkedHashSet<>(chosen.uids());
            asked += gone.size();
            if (!Progress.isStopped(progress, done, asked)) {
                try {
                    mail.in(
                                    chosen.place(),
                                    mailbox -> {
                                        mail.session().known(chosen.place(), mailbox).resume();
                                        return deed.on(chosen.place(), mailbox, chosen.uids());
                                    })
                            .forEach(gone::remove);
                } catch (InPart e) {
                    int before = done + e.changes().size() + e.moved().size();
                    err.println(
                            "hazel: done for %,d of %,d messages before this:"
                                    .formatted(before, asked));
                    throw e;
                }
                done += chosen.uids().size() - gone.size();
                missing += tellMissing(chosen.place(), gone, progress);
            }
        }
        if (Progress.isStopped(progress, done, asked)) {
            err.println("hazel: stopped after %,d of %,d messages".formatted(done, asked));
            return Exit.STOPPED;
        }
        return missing == 0 ? Exit.OK : done == 0 ? Exit.NO_INPUT : Exit.IN_PART;
    }

    /// Of work that was stopped nobody knows what was missing.
    private int tellMissing(Session.Place place, Set<Uid> gone, Progress progress) {
        if (Progress.isStopped(progress, 0, -1)) {
            return 0;
        }
        String mailbox = mail.name(place);
        gone.forEach(uid ->
                err.println(
                        "hazel: no such message: " + Harmless.line(mailbox + ":" + uid.value())));
        return gone.size();
    }

    int flag(List<String> ids, FlagChange change) throws MailException {
        try (var interrupt = Interrupt.watch()) {
            return each(
                    ids,
                    interrupt,
                    (_, mailbox, uids) ->
                            mailbox.changeFlags(uids, change, interrupt).stream()
                                    .map(Change::uid)
                                    .toList());
        }
    }

    int move(List<String> ids, Target target) throws MailException {
        try (var interrupt = Interrupt.watch()) {
            return each(
                    ids,
                    interrupt,
                    (place, mailbox, uids) -> {
                        Session.Place to = target.of(place);
                        return to.equals(place)
                                ? present(mailbox, uids)
                                : into(
                                        to,
                                        target.isMade(),
                                        there -> mailbox.move(uids, there, interrupt));
                    });
        }
    }

    int copy(List<String> ids, Target target) throws MailException {
        try (var interrupt = Interrupt.watch()) {
            return each(
                    ids,
                    interrupt,
                    (place, mailbox, uids) ->
                            into(
                                    target.of(place),
                                    target.isMade(),
                                    to -> mailbox.copy(uids, to, interrupt)));
        }
    }

    /// To the account's trash; what is there already, and with `isForGood`, is removed.
    int delete(List<String> ids, boolean isForGood) throws MailException {
        try (var interrupt = Interrupt.watch()) {
            return each(
                    ids,
                    interrupt,
                    (place, mailbox, uids) -> {
                        Session.Place trash = mail.folder(place.account(), Purpose.TRASH);
                        return isForGood || trash.equals(place)
                                ? mailbox.expunge(uids, interrupt)
                                : into(trash, true, to -> mailbox.move(uids, to, interrupt));
                    });
        }
    }

    private static List<Uid> present(Mailbox mailbox, List<Uid> uids) throws MailException {
        Set<Uid> all = new HashSet<>();
        mailbox.scan(entry -> all.add(entry.uid()), Progress.UNWATCHED);
        return uids.stream().filter(all::contains).toList();
    }

    /// Where messages go.
    interface Target {
        Session.Place of(Session.Place from) throws MailException;

        default boolean isMade() {
            return false;
        }
    }

    /// The mailbox that the account of a message has for a purpose.
    record For(Mail mail, Purpose purpose) implements Target {

        @Override
        public Session.Place of(Session.Place from) throws MailException {
            return mail.folder(from.account(), purpose);
        }

        @Override
        public boolean isMade() {
            return true;
        }
    }

    private List<Uid> into(
            Session.Place target, boolean isMade, Mail.Work<List<Mailbox.Moved>> work)
            throws MailException {
        try (MessageStore store = mail.store(target.account())) {
            if (isMade && Mail.names(store).noneMatch(target.name()::equals)) {
                store.create(target.name());
            }
            try (Mailbox mailbox = store.open(target.name())) {
                return work.on(mailbox).stream().map(Mailbox.Moved::from).toList();
            }
        }
    }

    /// `+seen -flagged`: IMAP's flags by their names.
    static FlagChange flags(List<String> words) throws UsageException {
        Set<Flag> add = new HashSet<>();
        Set<Flag> remove = new HashSet<>();
        for (String word : words) {
            (word.startsWith("+") ? add : remove).add(flag(word.substring(1)));
        }
        if (add.isEmpty() && remove.isEmpty()) {
            throw new UsageException("expected changes such as +seen or -flagged");
        }
        return new FlagChange(add, remove, Set.of(), Set.of());
    }

    private static Flag flag(String name) throws UsageException {
        String wanted = name.replaceFirst("^[\\\\$]", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(Flag.values())
                .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException(
                                "'"
                                        + name
                                        + "' is no flag; expected "
                                        + Arrays.stream(Flag.values())
                                                .map(f -> f.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", "))));
    }

    /// `+work -todo`: keywords (RFC 9051 section 2.3.2).
    static FlagChange keywords(List<String> words) throws UsageException {
        Set<String> add = new HashSet<>();
        Set<String> remove = new HashSet<>();
        for (String word : words) {
            String keyword = word.substring(1);
            if (!keyword.matches("[!#$&-'+-Z^-z|~]+")) {
                throw new UsageException("'" + keyword + "' is no keyword: letters and digits");
            }
            (word.startsWith("+") ? add : remove).add(keyword);
        }
        if (add.isEmpty() && remove.isEmpty()) {
            throw new UsageException("expected changes such as +work or -todo");
        }
        return new FlagChange(Set.of(), Set.of(), add, remove);
    }

    /// The words with a sign, and the ids before them.
    record Words(List<String> ids, List<String> changes) {

        static Words of(List<String> words) throws UsageException {
            List<String> ids = new ArrayList<>();
            List<String> changes = new ArrayList<>();
            for (String word : words) {
                boolean isChange =
                        word.length() > 1 && (word.startsWith("+") || word.startsWith("-"));
                (isChange ? changes : ids).add(word);
            }
            if (ids.isEmpty()) {
                throw new UsageException("which messages? expected MAILBOX:UID, or - for a list");
            }
            return new Words(ids, changes);
        }
    }
}
