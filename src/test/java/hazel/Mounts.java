package hazel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program that sees a directory as a test wants it, in a mount namespace of its own: the
/// rights of files do not bind root, who runs the tests, but a mount does.
///
/// @param mount commands of a shell in which `$1` is the directory
public record Mounts(String mount) {

    /// Nothing in the directory can be changed.
    public static final Mounts READ_ONLY =
            new Mounts("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"");

    /// Of the directory only the file `from` can be changed, and nothing made beside it.
    public static final Mounts ONE_FILE =
            new Mounts(
                    "exec 9<>\"$1/from\" && "
                            + READ_ONLY.mount
                            + " && mount -c --bind /proc/self/fd/9 \"$1/from\"");

    /// The directory is empty and so small that some messages fill it.
    public static final Mounts FULL = new Mounts("mount -t tmpfs -o size=40k,mode=700 none \"$1\"");

    /// What a program said.
    public record Said(int status, String out, String err) {}

    /// Skips a test on a machine that allows no namespace.
    public void assumeAllowed(Path dir) throws IOException, InterruptedException {
        Said said = run(dir, List.of("true"));
        assumeTrue(
                said.status() == 0,
                "skipped: this machine allows no mount namespace: " + said.err().strip());
    }

    public Said run(Path dir, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", "");
        Path err = Files.createTempFile("err", "");
        List<String> words = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount"));
        words.addAll(List.of("sh", "-c", mount + " && shift && exec \"$@\"", "sh"));
        words.add(dir.toString());
        words.addAll(command);
        Process process =
                new ProcessBuilder(words)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " does not end");
        }
        var said = new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return said;
    }

    /// The command line of a Java program on the class path of the tests.
    public static List<String> java(Class<?> program, String... args) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-cp",
                                Strace.classPath(),
                                program.getName()));
        words.addAll(List.of(args));
        return words;
    }
}
