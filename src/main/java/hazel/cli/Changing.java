package hazel.cli;

import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Mailbox;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.text.Harmless;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes messages from the command line, mailbox by mailbox, and counts what was not there.
///
/// @param err hears which messages were not there
record Changing(Mail mail, PrintWriter err) {

    /// What is done to the messages of one mailbox that are there.
    interface Deed {
        void on(Session.Place place, Mailbox mailbox, List<Uid> uids) throws MailException;
    }

    /// @return 0; 2 where some were not there; 66 where none was
    int each(List<String> ids, Deed deed) throws MailException {
        int done = 0;
        int missing = 0;
        for (Mail.Chosen chosen : mail.chosen(ids)) {
            List<Uid> there =
                    mail.in(
                            chosen.place(),
                            mailbox -> {
                                List<Uid> found = present(mailbox, chosen.uids());
                                if (!found.isEmpty()) {
                                    deed.on(chosen.place(), mailbox, found);
                                }
                                return found;
                            });
            done += there.size();
            List<Uid> gone = new ArrayList<>(chosen.uids());
            gone.removeAll(there);
            missing += gone.size();
            gone.forEach(uid ->
                    err.println(
                            "hazel: no such message: "
                                    + Harmless.line(
                                            mail.name(chosen.place()) + ":" + uid.value())));
        }
        return missing == 0 ? Exit.OK : done == 0 ? Exit.NO_INPUT : Exit.IN_PART;
    }

    private static List<Uid> present(Mailbox mailbox, List<Uid> uids) throws MailException {
        Set<Uid> all = new HashSet<>();
        if (uids.size() > 20) {
            mailbox.scan(entry -> all.add(entry.uid()), Progress.UNWATCHED);
            return uids.stream().filter(all::contains).toList();
        }
        List<Uid> found = new ArrayList<>();
        for (Uid uid : uids) {
            if (mailbox.find(uid).isPresent()) {
                found.add(uid);
            }
        }
        return found;
    }

    int flag(List<String> ids, FlagChange change) throws MailException {
        return each(ids, (_, mailbox, uids) -> mailbox.changeFlags(uids, change));
    }

    int move(List<String> ids, Target target) throws MailException {
        return each(
                ids,
                (place, mailbox, uids) -> {
                    Session.Place to = target.of(place);
                    if (!to.equals(place)) {
                        into(to, target.isMade(), t -> mailbox.move(uids, t, Progress.UNWATCHED));
                    }
                });
    }

    int copy(List<String> ids, Target target) throws MailException {
        return each(
                ids,
                (place, mailbox, uids) ->
                        into(
                                target.of(place),
                                target.isMade(),
                                to -> mailbox.copy(uids, to, Progress.UNWATCHED)));
    }

    /// To the account's trash; what is there already, and with `isForGood`, is removed.
    int delete(List<String> ids, boolean isForGood) throws MailException {
        return each(
                ids,
                (place, mailbox, uids) -> {
                    Session.Place trash = Mail.folder(place, place.account().folders().trash());
                    if (isForGood || trash.equals(place)) {
                        mailbox.expunge(uids, Progress.UNWATCHED);
                    } else {
                        into(trash, true, to -> mailbox.move(uids, to, Progress.UNWATCHED));
                    }
                });
    }

    /// Where messages go.
    interface Target {
        Session.Place of(Session.Place from) throws MailException;

        default boolean isMade() {
            return false;
        }
    }

    private static <T> void into(Session.Place target, boolean isMade, Mail.Work<T> work)
            throws MailException {
        try (MessageStore store = Session.store(target.account())) {
            if (isMade && Mail.names(store).noneMatch(target.name()::equals)) {
                store.create(target.name());
            }
            try (Mailbox mailbox = store.open(target.name())) {
                var _ = work.on(mailbox);
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
