package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Users who may log in, each with a hash of the password (PBKDF2, RFC 8018) and no more: a line
/// `user:pbkdf2-sha256:iterations:salt:hash`, in a file that only its owner can read.
///
/// Read anew for each login, so a change holds at once.
public final class PasswordFile implements Logins {

    /// As OWASP advises for SHA-256.
    private static final int ITERATIONS = 600_000;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int BITS = 256;
    private static final String KIND = "pbkdf2-sha256";
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
        return new PasswordFile(file, ITERATIONS);
    }

    /// For tests, which have no time.
    static PasswordFile in(Path file, int iterations) {
        return new PasswordFile(file, iterations);
    }

    @Override
    public boolean accepts(String user, String password) throws MailException {
        String[] entry = read().getOrDefault(user, nobody()).split(":", -1);
        byte[] salt = Base64.getDecoder().decode(entry[2]);
        byte[] expected = Base64.getDecoder().decode(entry[3]);
        return MessageDigest.isEqual(expected, hash(password, salt, Integer.parseInt(entry[1])));
    }

    /// Who is not there takes as long as a wrong password.
    private String nobody() {
        String nothing = Base64.getEncoder().encodeToString(new byte[16]);
        return KIND + ":" + iterations + ":" + nothing + ":" + nothing;
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
        Map<String, String> all = read();
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        var base64 = Base64.getEncoder();
        all.put(
                user,
                KIND
                        + ":"
                        + iterations
                        + ":"
                        + base64.encodeToString(salt)
                        + ":"
                        + base64.encodeToString(hash(password, salt, iterations)));
        write(all);
    }

    /// @return whether there was such a user
    public boolean remove(String user) throws MailException {
        Map<String, String> all = read();
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

    private Map<String, String> read() throws MailException {
        Map<String, String> all = new TreeMap<>();
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
                    int colon = line.indexOf(':');
                    checkEntry(number, line.substring(colon + 1));
                    all.put(line.substring(0, Math.max(0, colon)), line.substring(colon + 1));
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

    private void checkEntry(int number, String entry) throws MailException {
        boolean isSound =
                entry.matches(KIND + ":[1-9][0-9]{0,7}:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=");
        if (!isSound || Integer.parseInt(entry.split(":", -1)[1]) > MOST_ITERATIONS) {
            throw bad(number, "expected user:" + KIND + ":iterations:salt:hash");
        }
    }

    private void write(Map<String, String> all) throws MailException {
        String text =
                all.entrySet().stream()
                        .map(e -> e.getKey() + ":" + e.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            DurableFiles.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(file.toString(), file + ": " + Reason.of(e)), e);
        }
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2", e);
        }
    }

    private MailException bad(int line, String why) {
        return new MailException(
                new Problem.BadConfig(
                        file.toString(), line, file + (line > 0 ? ":" + line : "") + ": " + why));
    }
}
