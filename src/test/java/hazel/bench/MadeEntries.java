package hazel.bench;

import hazel.mail.MessageId;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Uid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// Index entries as the mail of some years has them: half of it in threads, a quarter to mailing
/// lists, some with a dozen recipients, names in five scripts, msg-ids in the ways programs make
/// them, a Maildir's names as UIDs. The same number makes the same entries; nobody in them is real.
final class MadeEntries {

    private static final String HEX = "0123456789abcdef";
    private static final String SIXTY_FOUR =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String[] SYLLABLES =
            ("ba be bi co cu da de fo ga ge ha he jo ka ki la le li lo ma me mi mo na ne no pa pe"
                 + " ra re ro sa se si ta te to tu va ve vi wa ya ment tion ing son berg")
                    .split(" ");
    private static final String[] OTHERS = {
        "会議の議事録", "サーバの設定", "Отчёт за неделю", "Вопрос по настройке", "회의 일정", "Grüße aus Köln"
    };
    private static final int PEOPLE = 6_000;
    private static final int OPEN_THREADS = 3_000;

    /// A conversation that may go on.
    private record Conversation(
            String subject, String to, String listId, List<MessageId> ids, int kind) {}

    private final Random random = new Random(4711);
    private final List<String> names = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<Conversation> open = new ArrayList<>();

    private MadeEntries() {
        for (int i = 0; i < PEOPLE; i++) {
            String first = word();
            String last = word();
            names.add(i % 9 == 0 ? one(OTHERS) + i : capital(first) + " " + capital(last));
            addresses.add(first + "." + last + random.nextInt(4000) + "@" + domain());
        }
    }

    static void each(int count, Consumer<IndexEntry> sink) {
        var made = new MadeEntries();
        long time = 1_420_000_000L;
        for (int i = 0; i < count; i++) {
            time += 1 + made.random.nextInt(315_000_000 / count + 1);
            sink.accept(made.entry(time, i));
        }
    }

    /// Much the same message under other names, to make more of some that are there.
    static IndexEntry again(IndexEntry entry, int number) {
        return new IndexEntry(
                new Uid(number + entry.uid().value()),
                entry.date().plusSeconds(number),
                entry.arrival().plusSeconds(number),
                entry.from(),
                entry.fromAddress(),
                entry.to(),
                entry.toName(),
                entry.subject() + " " + number,
                entry.messageId().map(id -> again(id, number)),
                entry.references().stream().map(id -> again(id, number)).toList(),
                entry.listId(),
                entry.flags(),
                entry.keywords(),
                entry.size(),
                entry.hasAttachment());
    }

    private static MessageId again(MessageId id, int number) {
        return new MessageId(number + id.value());
    }

    private IndexEntry entry(long time, int number) {
        boolean isAnswer = !open.isEmpty() && random.nextInt(10) < 6;
        int at = random.nextInt(OPEN_THREADS);
        Conversation of = isAnswer && at < open.size() ? open.get(at) : begun();
        MessageId id = new MessageId(id(of.kind(), time));
        List<MessageId> references = references(of);
        of.ids().add(id);
        int author = random.nextInt(random.nextInt(PEOPLE) + 1);
        int size = 2_000 + random.nextInt(20_000);
        Instant date = Instant.ofEpochSecond(time - random.nextInt(3_000));
        String uid =
                "%d.M%06dP%dQ%d.host%d%s"
                        .formatted(
                                time,
                                random.nextInt(1_000_000),
                                random.nextInt(32_768),
                                number,
                                random.nextInt(3),
                                random.nextInt(3) == 0 ? ",S=" + size : "");
        return new IndexEntry(
                new Uid(uid),
                date,
                Instant.ofEpochSecond(time),
                names.get(author),
                addresses.get(author),
                of.to(),
                of.to().startsWith("me@") ? "Me Myself" : of.to().replaceFirst("@.*", ""),
                references.isEmpty() ? of.subject() : "Re: " + of.subject(),
                Optional.of(id),
                references,
                of.listId(),
                flags(),
                random.nextInt(200) == 0 ? Set.of("work") : Set.of(),
                size,
                random.nextInt(25) == 0);
    }

    private Conversation begun() {
        int kind = random.nextInt(5);
        String list = kind < 2 ? "list" + random.nextInt(400) : "";
        var to = new StringBuilder(kind < 2 ? list + "@lists.example.net" : "me@home.example");
        for (int more = kind == 1 ? random.nextInt(12) : random.nextInt(3); more > 0; more--) {
            to.append(' ').append(addresses.get(random.nextInt(PEOPLE)));
        }
        String subject =
                (kind == 0 ? "[" + list + "] " : "")
                        + (random.nextInt(8) == 0
                                ? one(OTHERS) + " #" + random.nextInt(10_000)
                                : capital(words(3 + random.nextInt(5))));
        var made =
                new Conversation(
                        subject,
                        to.toString(),
                        list.isEmpty() ? "" : list + ".lists.example.net",
                        new ArrayList<>(),
                        kind);
        if (open.size() < OPEN_THREADS) {
            open.add(made);
        } else {
            open.set(random.nextInt(OPEN_THREADS), made);
        }
        return made;
    }

    /// The way from the first message to one of the last, as its answer names it.
    private List<MessageId> references(Conversation of) {
        int known = of.ids().size();
        if (known == 0) {
            return List.of();
        }
        var chosen = new ArrayList<MessageId>();
        for (int i = Math.max(0, known - 12); i < known; i++) {
            if (i == 0 || i == known - 1 || random.nextInt(3) == 0) {
                chosen.add(of.ids().get(i));
            }
        }
        return chosen;
    }

    private String id(int kind, long time) {
        return switch (kind) {
            case 0 -> "CA+" + some(SIXTY_FOUR, 60) + "@mail.example.com";
            case 1 ->
                    "%1$tY%1$tm%1$td%1$tH%1$tM%1$tS.%2$d-%3$d-%4$s@%5$s"
                            .formatted(
                                    time * 1000,
                                    random.nextInt(100_000),
                                    random.nextInt(9),
                                    word(),
                                    domain());
            case 2 ->
                    "%s-%s-%s-%s-%s@%s"
                            .formatted(
                                    some(HEX, 8),
                                    some(HEX, 4),
                                    some(HEX, 4),
                                    some(HEX, 4),
                                    some(HEX, 12),
                                    domain());
            case 3 -> some(SIXTY_FOUR, 16) + "@" + domain();
            default -> some(HEX, 16) + "." + random.nextInt(1 << 30) + ".JavaMail.svc@" + domain();
        };
    }

    private Set<Flag> flags() {
        Set<Flag> flags = new HashSet<>();
        if (random.nextInt(10) > 0) {
            flags.add(Flag.SEEN);
        }
        if (random.nextInt(7) == 0) {
            flags.add(Flag.ANSWERED);
        }
        if (random.nextInt(15) == 0) {
            flags.add(Flag.FLAGGED);
        }
        if (random.nextInt(70) == 0) {
            flags.add(Flag.DELETED);
        }
        return flags;
    }

    private String domain() {
        return "mx" + random.nextInt(random.nextInt(300) + 1) + ".example.org";
    }

    private String word() {
        var word = new StringBuilder();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            word.append(one(SYLLABLES));
        }
        return word.toString();
    }

    private String words(int count) {
        var words = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            words.add(word());
        }
        return String.join(" ", words);
    }

    private String some(String of, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
