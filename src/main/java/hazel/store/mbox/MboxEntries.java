package hazel.store.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.mime.TopScanner;
import hazel.store.IndexEntry;
import hazel.store.local.Entries;
import hazel.store.local.Tops;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Optional;

/// What an index has to know of an mbox's messages, read on as many threads as wanted.
///
/// @param changed when the file was, for a message whose From line does not tell its arrival
record MboxEntries(FileChannel channel, Instant changed) {

    /// Empty for a message that is never shown; of one that cannot be read, what is known of it.
    Optional<IndexEntry> shown(Slot slot) {
        if (slot.isHidden()) {
            return Optional.empty();
        }
        try {
            return Optional.of(entry(slot));
        } catch (IOException e) {
            return Optional.of(Entries.of(known(slot, changed), Tops.UNREADABLE));
        }
    }

    IndexEntry entry(Slot slot) throws IOException {
        byte[] top = MboxReader.top(channel, slot);
        int head = (int) (slot.head() - slot.start());
        String line = new String(top, 0, Math.min(head, 1000), ISO_8859_1).strip();
        return Entries.of(
                known(slot, FromLine.arrival(line, changed)),
                TopScanner.scan(top, head, top.length));
    }

    private static Entries.Known known(Slot slot, Instant arrival) {
        return new Entries.Known(
                slot.uid(), arrival, slot.stated().flags(), slot.stated().words(), slot.size());
    }
}
