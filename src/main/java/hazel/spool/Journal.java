package hazel.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.smtp.Dsn;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// The journal's form: one line an entry, `CRC32 KIND WORD…`, words separated by spaces and escaped
/// with `%`. It can be read with `cat` and is only ever appended to.
///
/// A last line that is torn or does not match its sum never happened. Any other line that does not
/// match means that the disk or a person changed the file: the message is then held, because what
/// is missing may be that it was delivered.
final class Journal {

    static final String DAMAGED = "its journal is damaged";

    private Journal() {}

    /// The first lines: the message and its envelope.
    static String begin(Item item) {
        var out = new StringBuilder();
        String from = item.reversePath().map(Address::addrSpec).orElse("");
        out.append(line("V1", item.id(), item.created(), item.size(), from, item.notBefore()));
        new TreeMap<>(item.attributes()).forEach((k, v) -> out.append(line("K", k, v)));
        item.recipients()
                .forEach(r -> out.append(write(new Entry.Added(r.address(), r.reports()))));
        item.held().ifPresent(why -> out.append(write(new Entry.Held(why))));
        return out.append(line("OK")).toString();
    }

    static String write(Entry entry) {
        return switch (entry) {
            case Entry.Started(var at, var host) -> line("S", at, host);
            case Entry.Ended(var at) -> line("E", at);
            case Entry.Committing(int n, var at, var host) -> line("C", n, at, host);
            case Entry.Deferred(int n, var at, var host, var why) -> line("A", n, at, host, why);
            case Entry.Delivered(int n, var at, var host, var why) -> line("D", n, at, host, why);
            case Entry.Failed(int n, var at, var host, var why) -> line("F", n, at, host, why);
            case Entry.Renewed(int n, var at) -> line("W", n, at);
            case Entry.Added(var a, var reports) -> added(a, reports);
            case Entry.Held(var why) -> line("Z", why);
            case Entry.Released _ -> line("T");
            case Entry.NotBefore(var at) -> line("N", at);
            case Entry.Noted(var key, var value) -> line("K", key, value);
            case Entry.Removed(var at) -> line("X", at);
        };
    }

    /// The message as a journal says it is; empty where its beginning is not there whole.
    static Optional<Item> fold(byte[] journal) {
        List<Optional<List<String>>> lines = lines(journal);
        if (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        Optional<Item> item =
                lines.isEmpty() ? Optional.empty() : lines.getFirst().flatMap(Journal::first);
        boolean whole = false;
        for (int i = 1; i < lines.size() && item.isPresent(); i++) {
            Item now = item.get();
            List<String> words = lines.get(i).orElse(List.of("?"));
            whole |= words.equals(List.of("OK"));
            item = Optional.of(words.equals(List.of("OK")) ? now : now.after(entry(words)));
        }
        return whole ? item.filter(i -> !i.recipients().isEmpty()) : Optional.empty();
    }

    /// Where the last whole line ends: what stands after it is torn and may be cut off.
    static int wholeLength(byte[] journal) {
        int end = journal.length;
        while (end > 0 && journal[end - 1] != '\n') {
            end--;
        }
        int start = end - 1;
        while (start > 0 && journal[start - 1] != '\n') {
            start--;
        }
        return end > 0 && words(new String(journal, start, end - start - 1, UTF_8)).isEmpty()
                ? start
                : end;
    }

    private static Optional<Item> first(List<String> words) {
        if (words.size() != 6 || !words.get(0).equals("V1") || !QueueId.isOne(words.get(1))) {
            return Optional.empty();
        }
        Optional<Address> from = Address.parse(words.get(4));
        try {
            return Optional.of(
                    new Item(
                            new QueueId(words.get(1)),
                            Instant.parse(words.get(2)),
                            Long.parseLong(words.get(3)),
                            from,
                            Map.of(),
                            List.of(),
                            Optional.empty(),
                            Instant.parse(words.get(5)),
                            Optional.empty(),
                            0,
                            false));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The entry of a line; one that cannot be read holds the message.
    private static Entry entry(List<String> w) {
        try {
            return switch (w.getFirst() + w.size()) {
                case "S3" -> new Entry.Started(at(w, 1), w.get(2));
                case "E2" -> new Entry.Ended(at(w, 1));
                case "C4" -> new Entry.Committing(number(w), at(w, 2), w.get(3));
                case "A5" -> new Entry.Deferred(number(w), at(w, 2), w.get(3), w.get(4));
                case "D5" -> new Entry.Delivered(number(w), at(w, 2), w.get(3), w.get(4));
                case "F5" -> new Entry.Failed(number(w), at(w, 2), w.get(3), w.get(4));
                case "W3" -> new Entry.Renewed(number(w), at(w, 2));
                case "R3" -> new Entry.Added(address(w), Dsn.OfRecipient.NONE);
                case "R5" -> new Entry.Added(address(w), reports(w.get(3), w.get(4)));
                case "Z2" -> new Entry.Held(w.get(1));
                case "T1" -> new Entry.Released();
                case "N2" -> new Entry.NotBefore(at(w, 1));
                case "K3" -> new Entry.Noted(w.get(1), w.get(2));
                case "X2" -> new Entry.Removed(at(w, 1));
                default -> new Entry.Held(DAMAGED);
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            return new Entry.Held(DAMAGED);
        }
    }

    /// `R local domain`, and `R local domain when original` where reports were asked for.
    private static String added(Address a, Dsn.OfRecipient reports) {
        return reports.equals(Dsn.OfRecipient.NONE)
                ? line("R", a.localPart(), a.domain())
                : line(
                        "R",
                        a.localPart(),
                        a.domain(),
                        Dsn.words(reports.when()),
                        reports.original().orElse(""));
    }

    private static Address address(List<String> words) {
        return new Address("", words.get(1), words.get(2));
    }

    private static Dsn.OfRecipient reports(String when, String original) {
        return new Dsn.OfRecipient(
                Dsn.parse(when).map(Dsn::when).orElse(Set.of()),
                Optional.of(original).filter(o -> !o.isEmpty()));
    }

    private static Instant at(List<String> words, int i) {
        return Instant.parse(words.get(i));
    }

    private static int number(List<String> words) {
        return Integer.parseInt(words.get(1));
    }

    private static String line(Object... words) {
        var text = new StringBuilder();
        for (Object word : words) {
            text.append(text.isEmpty() ? "" : " ").append(escaped(word.toString()));
        }
        return sum(text.toString()) + " " + text + "\n";
    }

    /// Each line's words, or nothing where it does not match its sum. What follows the last line
    /// end counts as a line that does not.
    private static List<Optional<List<String>>> lines(byte[] journal) {
        List<Optional<List<String>>> lines = new ArrayList<>();
        String text = new String(journal, UTF_8);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            lines.add(end < 0 ? Optional.empty() : words(text.substring(start, end)));
            start = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    private static Optional<List<String>> words(String line) {
        if (line.length() < 10 || !line.substring(0, 8).equals(sum(line.substring(9)))) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (String word : line.substring(9).split(" ", -1)) {
            words.add(unescaped(word));
        }
        return Optional.of(words);
    }

    private static String sum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static String escaped(String word) {
        var out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            out.append(c <= ' ' || c == '%' || c == 0x7f ? String.format("%%%02X", (int) c) : c);
        }
        return out.isEmpty() ? "%" : out.toString();
    }

    private static String unescaped(String word) {
        if (word.indexOf('%') < 0) {
            return word;
        }
        var out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '%' && i + 2 < word.length()) {
                out.append((char) Integer.parseInt(word.substring(i + 1, i + 3), 16));
                i += 2;
            } else if (c != '%') {
                out.append(c);
            }
        }
        return out.toString();
    }
}
