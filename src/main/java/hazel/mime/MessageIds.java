package hazel.mime;

import hazel.mail.MessageId;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Message identifiers (RFC 5322 section 3.6.4) in the body of a Message-ID, References or
/// In-Reply-To field.
public final class MessageIds {

    /// How many are kept from each end of a field.
    static final int KEPT = 100;

    /// Characters read of a field without brackets.
    private static final int BARE = 16 << 10;

    private MessageIds() {}

    /// The identifiers in their order, each once; of more than two hundred the first and the last
    /// hundred. What stands between angle brackets counts, white space in it dropped; where there
    /// are no brackets, every word with an `@`.
    public static List<MessageId> parse(String body) {
        List<MessageId> first = new ArrayList<>(2);
        var last = new ArrayDeque<MessageId>(2);
        int open = body.indexOf('<');
        while (open >= 0) {
            int close = body.indexOf('>', open);
            if (close < 0) {
                break;
            }
            int inner = body.lastIndexOf('<', close);
            Optional<MessageId> id = of(body.substring(Math.max(open, inner) + 1, close));
            if (id.isPresent() && first.size() < KEPT) {
                addOnce(first, id.get());
            } else if (id.isPresent()) {
                last.add(id.get());
                if (last.size() > KEPT) {
                    last.remove();
                }
            }
            open = body.indexOf('<', close);
        }
        if (first.isEmpty()) {
            String start = body.substring(0, Math.min(body.length(), BARE));
            Arrays.stream(start.split("[\\s<>,;]+"))
                    .filter(word -> word.indexOf('@') > 0)
                    .flatMap(word -> of(word).stream())
                    .distinct()
                    .forEach(first::add);
        }
        last.forEach(id -> addOnce(first, id));
        return first;
    }

    /// A list of a few is searched sooner than a set is made.
    static void addOnce(List<MessageId> ids, MessageId id) {
        if (!ids.contains(id)) {
            ids.add(id);
        }
    }

    /// The first identifier in a Message-ID field.
    public static Optional<MessageId> first(String body) {
        List<MessageId> ids = parse(body.substring(0, Math.min(body.length(), 4000)));
        return ids.isEmpty() ? of(body) : Optional.of(ids.getFirst());
    }

    /// The first and the last hundred.
    static List<MessageId> ends(List<MessageId> ids) {
        if (ids.size() <= 2 * KEPT) {
            return ids;
        }
        var kept = new ArrayList<>(ids.subList(0, KEPT));
        kept.addAll(ids.subList(ids.size() - KEPT, ids.size()));
        return kept;
    }

    private static Optional<MessageId> of(String written) {
        if (isPlain(written)) {
            return Optional.of(new MessageId(written));
        }
        var value = new StringBuilder();
        for (int i = 0; i < written.length() && value.length() < 998; i++) {
            char c = written.charAt(i);
            if (c > ' ' && c != '<' && c != '>') {
                value.append(c);
            }
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(new MessageId(value.toString()));
    }

    private static boolean isPlain(String written) {
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c <= ' ' || c == '<' || c == '>') {
                return false;
            }
        }
        return !written.isEmpty() && written.length() < 998;
    }
}
