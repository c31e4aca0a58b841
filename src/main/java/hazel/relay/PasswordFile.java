package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.sasl.ScramKeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Users who may log in, each with what SCRAM-SHA-256 keeps of the password and no more: a line
/// `user:scram-sha-256:iterations:salt:storedKey:serverKey`, in a file that only its owner can
/// read.
///
/// Read anew for each login, so a change holds at once.
public final class PasswordFile implements Logins {

    private static final String KIND = "scram-sha-256";
    private static final long LARGEST = 1 << 20;
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rwx------");

    private final Path file;
    private final int iterations;

    private PasswordFile(Path file, int iterations) {
        this.file = file;
        this.iterations = iterations;
    }

    public static PasswordFile in(Path file) {
        return new PasswordFile(file, ScramKeys.ITERATIONS);
    }

    /// For tests, which have no time.
    static PasswordFile in(Path file, int iterations) {
        return new PasswordFile(file, iterations);
    }

    @Override
    public Optional<ScramKeys> keys(String user) throws MailException {
        return Optional.ofNullable(read().get(user));
    }

    @Override
    public List<Integer> iterations() throws MailException {
        List<Integer> all =
                read().values().stream().map(ScramKeys::iterations).distinct().sorted().toList();
        return all.isEmpty() ? List.of(iterations) : all;
    }

    /// Gives a user a password, new or in place of the old one. On disk when the call returns.
    ///
    /// @param user letters, digits and `._@+-`, up to 64
    public void set(String user, String password) throws MailException {
        if (!user.matches("[A-Za-z0-9._@+-]{1,64}")) {
            throw new MailException(
                    new Problem.Malformed(
                            user, "a name for logging in has letters, digits and . _ @ + - only"));
        }
        Map<String, ScramKeys> all = read();
        all.put(user, ScramKeys.of(password, iterations));
        write(all);
    }

    /// @return whether there was such a user
    public boolean remove(String user) throws MailException {
        Map<String, ScramKeys> all = read();
        boolean isThere = all.remove(user) != null;
        if (isThere) {
            write(all);
        }
        return isThere;
    }

    /// Those who have a password, in order.
    public Set<String> users() throws MailException {
        return read().keySet();
    }

    private Map<String, ScramKeys> read() throws MailException {
        Map<String, ScramKeys> all = new TreeMap<>();
        try {
            if (Files.size(file) > LARGEST) {
                throw bad(0, "too large");
            }
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw bad(0, "others can read it; make it mode 600");
            }
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    String[] parts = line.split(":" + KIND + ":", 2);
                    Optional<ScramKeys> keys = ScramKeys.parse(parts[parts.length - 1]);
                    if (parts.length < 2 || keys.isEmpty()) {
                        throw bad(
                                number,
                                "expected user:"
                                        + KIND
                                        + ":iterations:salt:key:key, as 'hazel relay password'"
                                        + " writes it");
                    }
                    all.put(parts[0], keys.get());
                }
            }
            return all;
        } catch (NoSuchFileException _) {
            return all; // nobody yet
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(file.toString(), file + ": " + Reason.of(e)), e);
        }
    }

    private void write(Map<String, ScramKeys> all) throws MailException {
        String text =
                all.entrySet().stream()
                        .map(e -> e.getKey() + ":" + KIND + ":" + e.getValue().written() + "\n")
                        .collect(Collectors.joining());
        try {
            DurableFiles.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(file.toString(), file + ": " + Reason.of(e)), e);
        }
    }

    private MailException bad(int line, String why) {
        return new MailException(
                new Problem.BadConfig(
                        file.toString(), line, file + (line > 0 ? ":" + line : "") + ": " + why));
    }
}
