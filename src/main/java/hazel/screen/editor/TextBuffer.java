package hazel.screen.editor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A text as an immutable sequence of lines, of which there is always one.
///
/// The lines lie in chunks of a few hundred. A change copies one chunk and the list of chunks, and
/// shares the rest with the buffer it came from. Equality is identity: that two buffers hold the
/// same text is dear to find out, and nobody has to.
public final class TextBuffer {

    private static final int CHUNK = 256;

    private final List<List<String>> chunks;

    /// The number of the first line of each chunk, and then the number of lines.
    private final int[] starts;

    private TextBuffer(List<List<String>> chunks) {
        this.chunks = chunks;
        starts = new int[chunks.size() + 1];
        for (int i = 0; i < chunks.size(); i++) {
            starts[i + 1] = starts[i] + chunks.get(i).size();
        }
    }

    /// The lines of a text divided at LF, CRLF and CR. A text that ends in a line end has an empty
    /// last line.
    public static TextBuffer of(String text) {
        return new TextBuffer(chunked(split(text)));
    }

    /// The lines of `text`: at least one.
    static List<String> split(String text) {
        var lines = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(text.substring(start, i));
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    /// How many lines there are, at least 1.
    public int size() {
        return starts[chunks.size()];
    }

    public String line(int number) {
        int chunk = chunkOf(number);
        return chunks.get(chunk).get(number - starts[chunk]);
    }

    /// The lines joined by LF.
    public String text() {
        return chunks.stream().flatMap(List::stream).collect(Collectors.joining("\n"));
    }

    /// The end of the last line.
    public Place end() {
        return new Place(size() - 1, line(size() - 1).length());
    }

    /// The text from one place to another that is not before it, lines divided by LF.
    public String between(Place from, Place to) {
        if (from.line() == to.line()) {
            return line(from.line()).substring(from.offset(), to.offset());
        }
        var out = new StringBuilder(line(from.line()).substring(from.offset()));
        for (int i = from.line() + 1; i < to.line(); i++) {
            out.append('\n').append(line(i));
        }
        return out.append('\n').append(line(to.line()), 0, to.offset()).toString();
    }

    /// This buffer with the text between two places replaced.
    public TextBuffer replace(Place from, Place to, String text) {
        List<String> lines = split(text);
        lines.set(0, line(from.line()).substring(0, from.offset()) + lines.getFirst());
        lines.set(lines.size() - 1, lines.getLast() + line(to.line()).substring(to.offset()));
        return splice(from.line(), to.line() + 1, lines);
    }

    /// This buffer with the lines from `from` up to but not including `to` replaced.
    public TextBuffer splice(int from, int to, List<String> lines) {
        int first = chunkOf(Math.min(from, size() - 1));
        int last = chunkOf(Math.max(from, to - 1));
        var middle = new ArrayList<>(chunks.get(first).subList(0, from - starts[first]));
        middle.addAll(lines);
        List<String> end = chunks.get(last);
        middle.addAll(end.subList(to - starts[last], end.size()));
        if (middle.size() < CHUNK / 4 && last + 1 < chunks.size()) {
            last++;
            middle.addAll(chunks.get(last));
        }
        var result = new ArrayList<>(chunks.subList(0, first));
        if (!middle.isEmpty()) {
            result.addAll(chunked(middle));
        }
        result.addAll(chunks.subList(last + 1, chunks.size()));
        return new TextBuffer(result.isEmpty() ? List.of(List.of("")) : result);
    }

    private int chunkOf(int number) {
        if (number < 0 || number >= size()) {
            throw new IndexOutOfBoundsException("line " + number + " of " + size());
        }
        int found = Arrays.binarySearch(starts, number);
        return found >= 0 ? found : -found - 2;
    }

    private static List<List<String>> chunked(List<String> lines) {
        if (lines.size() <= 2 * CHUNK) {
            return List.of(List.copyOf(lines));
        }
        var chunks = new ArrayList<List<String>>();
        for (int i = 0; i < lines.size(); i += CHUNK) {
            chunks.add(List.copyOf(lines.subList(i, Math.min(lines.size(), i + CHUNK))));
        }
        return chunks;
    }
}
