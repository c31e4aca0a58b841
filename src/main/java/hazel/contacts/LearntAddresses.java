package hazel.contacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The addresses that mail was sent to, the latest first, in a file with a line for each:
/// `addr-spec TAB display name`.
public final class LearntAddresses {

    private static final int KEPT = 5000;

    private final Path file;

    public LearntAddresses(Path file) {
        this.file = file;
    }

    /// Lines that hold no address are passed over.
    public List<Address> read() throws MailException {
        try {
            return Files.readString(file, UTF_8).lines().flatMap(LearntAddresses::address).toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            file.toString(), "cannot read " + file + ": " + Reason.of(e)),
                    e);
        }
    }

    private static Stream<Address> address(String line) {
        int tab = line.indexOf('\t');
        String spec = tab < 0 ? line : line.substring(0, tab);
        String name = tab < 0 ? "" : line.substring(tab + 1);
        boolean isPlain = name.chars().noneMatch(Character::isISOControl);
        return Address.parse(spec.strip()).stream().map(a -> isPlain ? a.withDisplayName(name) : a);
    }

    /// Puts addresses first; a name that was known stays where none is given now.
    public void add(List<Address> used) throws MailException {
        List<Address> before = read();
        Map<String, Address> all = new LinkedHashMap<>();
        Stream.concat(used.stream(), before.stream())
                .forEach(a ->
                        all.merge(
                                a.key(),
                                a,
                                (one, other) -> one.displayName().isEmpty() ? other : one));
        List<Address> now = new ArrayList<>(all.values()).subList(0, Math.min(KEPT, all.size()));
        if (now.equals(before)) {
            return;
        }
        var text = new StringBuilder();
        now.forEach(
                a -> text.append(a.addrSpec()).append('\t').append(a.displayName()).append('\n'));
        try {
            Path dir = file.toAbsolutePath().getParent();
            if (dir != null) {
                DurableFiles.createPrivateDirectories(dir);
            }
            DurableFiles.write(file, text.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(
                            file.toString(), "cannot write " + file + ": " + Reason.of(e)),
                    e);
        }
    }
}
