package hazel.search;

import hazel.index.Facts;
import hazel.index.Query;
import hazel.mail.MailException;
import hazel.store.Mailbox;
import hazel.store.Uid;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What messages say whose bodies are on another machine: that machine is asked which of them have
/// the words, once for all. What is here is as it was.
///
/// Used by the thread that the mailbox is used by.
final class AwayTexts implements Facts.Texts {

    private final Mailbox mailbox;
    private final Set<Uid> away;
    private final Facts.Texts here;
    private final Map<String, Set<Uid>> found = new HashMap<>();
    private final Set<Uid> missed = new HashSet<>();
    private Optional<String> trouble = Optional.empty();

    private AwayTexts(Mailbox mailbox, Set<Uid> away, Facts.Texts here) {
        this.mailbox = mailbox;
        this.away = away;
        this.here = here;
    }

    /// @param here asked for the messages that are at hand
    static AwayTexts of(Mailbox mailbox, Facts.Texts here) throws MailException {
        return new AwayTexts(mailbox, mailbox.away(), here);
    }

    boolean isAway(Uid uid) {
        return away.contains(uid);
    }

    /// Those of which nobody knows whether they fit, so far.
    Missed missed() {
        return new Missed(missed.size(), trouble.orElse("it cannot be asked for that"));
    }

    @Override
    public String of(Uid uid) {
        if (away.contains(uid)) {
            missed.add(uid);
            return "";
        }
        return here.of(uid);
    }

    @Override
    public Optional<Boolean> bodyHas(Uid uid, Query.Match.Words words) {
        if (!away.contains(uid)) {
            return here.bodyHas(uid, words);
        }
        if (trouble.isEmpty() && !found.containsKey(words.typed())) {
            ask(words.typed());
        }
        Optional<Set<Uid>> answer = Optional.ofNullable(found.get(words.typed()));
        if (answer.isEmpty()) {
            missed.add(uid);
        }
        return Optional.of(answer.isPresent() && answer.get().contains(uid));
    }

    private void ask(String text) {
        try {
            found.put(text, mailbox.awayWith(text));
        } catch (MailException e) {
            trouble = Optional.of(e.problem().message());
        }
    }
}
