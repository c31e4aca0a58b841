package hazel.index;

import hazel.mail.MessageId;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Uid;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Entries for tests, each written in a line.
public final class Mails {

    private Mails() {}

    public static IndexEntry mail(
            String id, int day, String from, String subject, String... references) {
        Instant date = Instant.parse("2026-11-01T12:00:00Z").plusSeconds(86_400L * day);
        return new IndexEntry(
                new Uid(id),
                date,
                date,
                from,
                from.toLowerCase(java.util.Locale.ROOT) + "@example.org",
                "me@example.org",
                "me@example.org",
                subject,
                Optional.of(new MessageId(id + "@example.org")),
                Arrays.stream(references).map(r -> new MessageId(r + "@example.org")).toList(),
                "",
                Set.of(),
                Set.of(),
                1000L * day,
                false);
    }

    public static IndexEntry with(IndexEntry entry, Flag... flags) {
        return entry.withFlags(Set.of(flags), entry.keywords());
    }

    public static Snapshot snapshot(IndexEntry... entries) {
        return snapshot(List.of(entries));
    }

    public static Snapshot snapshot(List<IndexEntry> entries) {
        var builder = Snapshot.builder();
        entries.forEach(builder::add);
        return builder.build();
    }
}
