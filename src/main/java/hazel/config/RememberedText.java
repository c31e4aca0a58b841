package hazel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// What the dotfile was read as, kept with its text: a parser of TOML takes longer to begin than
/// everything else up to the first screen.
///
/// A text that has a password in it, or a mistake, is never kept. What is damaged or belongs to
/// another text is passed over; where nothing can be written, nothing is remembered.
final class RememberedText {

    /// Changes with the form of what follows it.
    private static final int VERSION = 0x48544d31;

    /// No dotfile is as large as that.
    private static final int LARGEST = 1 << 20;

    private static final int DEEPEST = 64;

    private RememberedText() {}

    /// Reads a dotfile.
    ///
    /// @param cache the directory of what can be made again
    static Parsed parsed(String text, Path cache) {
        if (text.isBlank()) {
            return Parsed.of(text);
        }
        Path file = cache.resolve("dotfile");
        byte[] octets = text.getBytes(UTF_8);
        return recalled(file, octets)
                .orElseGet(() -> {
                    Parsed parsed = Parsed.of(text);
                    if (parsed.mistakes().isEmpty() && !hasPassword(parsed)) {
                        remember(file, octets, parsed.root());
                    }
                    return parsed;
                });
    }

    private static boolean hasPassword(Parsed parsed) {
        return parsed.paths().stream()
                .anyMatch(path ->
                        Settings.of(path).filter(s -> s.kind() == Setting.Kind.SECRET).isPresent());
    }

    private static Optional<Parsed> recalled(Path file, byte[] text) {
        try {
            if (Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            byte[] whole = Files.readAllBytes(file);
            var in = new DataInputStream(new ByteArrayInputStream(whole));
            if (in.readInt() != VERSION
                    || in.readInt() != checksum(whole, 2 * Integer.BYTES)
                    || !Arrays.equals(octets(in), text)) {
                return Optional.empty();
            }
            return node(in, 0) instanceof Node.Table root
                    ? Optional.of(new Parsed(root, List.of()))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            log("passed over " + file, e);
            return Optional.empty();
        }
    }

    private static void remember(Path file, byte[] text, Node.Table root) {
        var octets = new ByteArrayOutputStream();
        var out = new DataOutputStream(octets);
        try {
            out.writeInt(text.length);
            out.write(text);
            write(out, root);
            byte[] rest = octets.toByteArray();
            if (rest.length < LARGEST - 2 * Integer.BYTES) {
                var whole = ByteBuffer.allocate(2 * Integer.BYTES + rest.length);
                whole.putInt(VERSION).putInt(checksum(rest, 0)).put(rest);
                DurableFiles.createPrivateDirectories(file.resolveSibling(""));
                DurableFiles.write(file, whole.array());
            }
        } catch (IOException e) {
            log("nothing is remembered in " + file, e);
        }
    }

    private static int checksum(byte[] octets, int from) {
        var checksum = new CRC32();
        checksum.update(octets, from, octets.length - from);
        return (int) checksum.getValue();
    }

    private static void write(DataOutputStream out, Node node) throws IOException {
        switch (node) {
            case Node.Text(var text, _) -> {
                out.writeByte('t');
                write(out, text);
            }
            case Node.Whole(var number, _) -> {
                out.writeByte('w');
                out.writeLong(number);
            }
            case Node.Other(var text, _) -> {
                out.writeByte('o');
                write(out, text);
            }
            case Node.Items(var nodes, _) -> {
                out.writeByte('i');
                out.writeInt(nodes.size());
                for (Node each : nodes) {
                    write(out, each);
                }
            }
            case Node.Table(var nodes, _) -> {
                out.writeByte('{');
                out.writeInt(nodes.size());
                for (var each : nodes.entrySet()) {
                    write(out, each.getKey());
                    write(out, each.getValue());
                }
            }
        }
        out.writeInt(node.line());
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }

    private static Node node(DataInputStream in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("tables too deep");
        }
        return switch (in.readByte()) {
            case 't' -> new Node.Text(text(in), in.readInt());
            case 'w' -> new Node.Whole(in.readLong(), in.readInt());
            case 'o' -> new Node.Other(text(in), in.readInt());
            case 'i' -> {
                int count = count(in);
                List<Node> nodes = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    nodes.add(node(in, depth + 1));
                }
                yield new Node.Items(nodes, in.readInt());
            }
            case '{' -> {
                int count = count(in);
                Map<String, Node> nodes = new LinkedHashMap<>();
                for (int i = 0; i < count; i++) {
                    nodes.put(text(in), node(in, depth + 1));
                }
                yield new Node.Table(nodes, in.readInt());
            }
            default -> throw new IOException("no value");
        };
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(octets(in), UTF_8);
    }

    private static byte[] octets(DataInputStream in) throws IOException {
        return in.readNBytes(count(in));
    }

    /// A count of things that take an octet at least.
    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("more than the file holds");
        }
        return count;
    }

    /// A logger takes milliseconds to begin, and is hardly ever asked for.
    private static void log(String message, IOException e) {
        System.getLogger("hazel.config").log(System.Logger.Level.DEBUG, message, e);
    }
}
