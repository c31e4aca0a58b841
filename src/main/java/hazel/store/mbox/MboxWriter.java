package hazel.store.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.file.DurableFiles;
import hazel.mime.TopScanner;
import hazel.store.NewMessage;
import hazel.store.Uid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Adds messages at the end of an mbox. The caller holds the lock.
final class MboxWriter {

    private MboxWriter() {}

    /// Where writing fails, the file gets its old length back; where the machine stops, what was
    /// there before is untouched and a part of the messages stands after it.
    static List<Uid> append(FileChannel file, MboxView view, List<NewMessage> messages)
            throws IOException {
        long before = file.size();
        int gap = gap(file, view);
        try {
            file.position(before);
            for (NewMessage message : messages) {
                byte[] octets = stored(message, view, gap);
                DurableFiles.writeFully(file, ByteBuffer.wrap(octets));
                gap = 0; // each ends with an empty line
            }
            file.force(true);
        } catch (IOException e) {
            file.truncate(before);
            file.force(true);
            throw e;
        }
        Slots known = view.slots();
        MboxReader.Contents tail =
                MboxReader.read(file, known.isEmpty() ? before : known.getLast().start());
        boolean isTail = !known.isEmpty() && tail.slots().size() == 1 + messages.size();
        if (!isTail) {
            tail = MboxReader.read(file, 0);
        }
        Slots all = isTail ? known.withTail(tail.slots()) : tail.slots().named(known);
        boolean isQuoted = view.isQuoted() && tail.isQuoted();
        view.took(all, new MboxReader.Contents(all, isQuoted, true, tail.endsBlank()));
        int added = Math.max(0, all.size() - messages.size());
        return all.subList(added, all.size()).stream().map(Slot::uid).toList();
    }

    /// Line ends to write before a `From ` line, so that an empty line comes before it.
    private static int gap(FileChannel file, MboxView view) throws IOException {
        if (view.endsBlank()) {
            return 0;
        }
        return MboxReader.range(file, file.size() - 1, file.size())[0] == '\n' ? 1 : 2;
    }

    private static byte[] stored(NewMessage letter, MboxView view, int gap) {
        byte[] message = letter.octets();
        String sender = TopScanner.scan(message, 0, message.length).fromAddress();
        byte[] quoted = view.isQuoted() ? Quoting.quote(message) : message;
        boolean endsLine = quoted.length > 0 && quoted[quoted.length - 1] == '\n';
        int body = bodyOf(quoted);
        Set<String> own = namesIn(quoted, body);
        Stated stated = Stated.fresh(letter.marks().flags(), letter.marks().keywords());
        if (!view.isQuoted() || !endsLine || own.contains("content-length")) {
            stated = stated.withLength(quoted.length - body);
        }
        var out = new ByteArrayOutputStream(quoted.length + 256);
        for (int i = 0; i < gap; i++) {
            out.write('\n');
        }
        out.writeBytes(FromLine.of(sender, letter.arrival()).getBytes(ISO_8859_1));
        out.writeBytes(stated.lines(own));
        out.writeBytes(quoted);
        // QUIRK: a message that has not even the empty line after its header gets one.
        if (!endsLine) {
            out.write('\n');
        }
        out.write('\n');
        return out.toByteArray();
    }

    /// The offset behind the empty line that ends a header, or the end.
    private static int bodyOf(byte[] message) {
        for (int line = 0; line < message.length; line = Quoting.lineAfter(message, line)) {
            if (message[line] == '\n') {
                return line + 1;
            }
            if (message[line] == '\r' && line + 1 < message.length && message[line + 1] == '\n') {
                return line + 2;
            }
        }
        return message.length;
    }

    /// The names of the fields of a header, in lower case.
    static Set<String> namesIn(byte[] message, int body) {
        Set<String> names = new HashSet<>();
        for (int line = 0; line < body; line = Quoting.lineAfter(message, line)) {
            int colon = line;
            while (colon < body && message[colon] != ':' && message[colon] != '\n') {
                colon++;
            }
            String name = new String(message, line, colon - line, ISO_8859_1);
            if (name.length() < 20) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /// The octets without the ranges given as pairs of offsets, in order.
    static byte[] without(byte[] octets, List<Integer> ranges) {
        if (ranges.isEmpty()) {
            return octets;
        }
        var out = new ByteArrayOutputStream(octets.length);
        int copied = 0;
        for (int i = 0; i < ranges.size(); i += 2) {
            out.write(octets, copied, ranges.get(i) - copied);
            copied = ranges.get(i + 1);
        }
        out.write(octets, copied, octets.length - copied);
        return out.toByteArray();
    }
}
