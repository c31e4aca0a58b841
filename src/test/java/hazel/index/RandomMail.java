package hazel.index;

import hazel.mail.MessageId;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Uid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Mail in which everything that makes an index go wrong is common: equal dates, msg-ids that come
/// twice or not at all, references in circles, subjects that differ in nothing but case.
final class RandomMail {

    private static final List<String> BEGINNINGS =
            List.of(
                    "",
                    "",
                    "",
                    "Re: ",
                    "RE: ",
                    "re:",
                    "AW: ",
                    "[list] ",
                    "Re: [list] ",
                    "  ",
                    "fwd:");
    private static final List<String> RESTS =
            List.of(
                    "Lunch?",
                    "lunch?",
                    "LUNCH? ",
                    "",
                    "Note: this",
                    "会議の議事録",
                    "ÄRGER",
                    "ärger",
                    "🦊 fox",
                    "\uff21 wide",
                    "a\u0000b",
                    "a",
                    "ab",
                    "[no list",
                    "Istanbul İ",
                    "a rather long subject that is the same as another for a long way, but not"
                            + " here",
                    "a rather long subject that is the same as another for a long way, but not"
                            + " there");
    private static final List<String> NAMES =
            List.of("Ada", "ada", "Grace Hopper", "", "Zoë", "山田太郎", "Re: Ada", "a.b@example.org");

    private final Random random;
    private final int msgIds;

    /// @param msgIds how many there are to choose from
    RandomMail(long seed, int msgIds) {
        this.random = new Random(seed);
        this.msgIds = msgIds;
    }

    List<IndexEntry> mails(int count) {
        List<IndexEntry> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mails.add(mail(new Uid("u" + i)));
        }
        return mails;
    }

    IndexEntry mail(Uid uid) {
        List<MessageId> references = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(8) + 1); i > 0; i--) {
            references.add(id());
        }
        return new IndexEntry(
                uid,
                Instant.ofEpochSecond(1_000_000_000L + random.nextInt(60) * 200_000L),
                Instant.ofEpochSecond(1_000_000_000L + random.nextInt(9)),
                one(NAMES),
                random.nextInt(4) + "@Example.org",
                to(),
                one(NAMES),
                one(BEGINNINGS) + one(RESTS),
                random.nextInt(9) == 0 ? Optional.empty() : Optional.of(id()),
                references,
                random.nextInt(3) == 0 ? "list" + random.nextInt(3) + ".example.org" : "",
                flags(),
                random.nextInt(5) == 0 ? Set.of("k" + random.nextInt(3), "all") : Set.of(),
                random.nextInt(5) * 1_000L,
                random.nextBoolean());
    }

    private String to() {
        var to = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            to.append(to.isEmpty() ? "" : " ").append("t").append(random.nextInt(9)).append("@x");
        }
        return to.toString();
    }

    private MessageId id() {
        return new MessageId("m" + random.nextInt(msgIds) + "@example.org");
    }

    Set<Flag> flags() {
        Set<Flag> flags = new HashSet<>();
        for (Flag flag : Flag.values()) {
            if (random.nextInt(3) == 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
