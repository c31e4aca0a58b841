package hazel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real server, started by the script `start_NAME.sh` that lies beside the project, on free ports
/// of the loopback interface and with all its files in a directory of its own.
///
/// The scripts are looked for where the environment's `HAZEL_SERVERS` says, else in
/// `../shared/servers`. A test whose server is not installed is skipped, saying so.
///
/// @param values what the script printed: `SMTPS_PORT`, `CA`, `MAILDIR` …
public record Servers(String name, Path script, Path work, Map<String, String> values)
        implements AutoCloseable {

    /// What the first server made for TLS: making it takes longer than starting a server.
    private static Optional<Path> certificates = Optional.empty();

    /// Starts a server: postfix, exim, opensmtpd, sendmail, dovecot, sink, dns.
    ///
    /// @param settings environment variables for the script
    public static Servers start(String name, Map<String, String> settings)
            throws IOException, InterruptedException {
        String set = System.getenv("HAZEL_SERVERS");
        Path scripts = set == null ? Path.of("..", "shared", "servers") : Path.of(set);
        Path script = scripts.resolve("start_" + name + ".sh").toAbsolutePath();
        assumeTrue(
                Files.exists(script), "skipped: the server scripts are not here (" + script + ")");
        assumeTrue(isInstalled(name), "skipped: " + name + " is not installed");
        Path work = Files.createTempDirectory("hazel-" + name + "-");
        assumeTrue(work.toFile().setExecutable(true, false), "skipped: " + work + " stays closed");
        if (certificates.isPresent()) {
            copyDirectory(certificates.get(), work.resolve("tls"));
        }
        var servers = new Servers(name, script, work, new TreeMap<>());
        int status = servers.run("start", settings);
        if (status != 0) {
            throw new IOException(
                    name + " did not start: " + Files.readString(work.resolve("out")));
        }
        if (Files.exists(work.resolve("tls/done"))) {
            certificates = Optional.of(work.resolve("tls"));
        }
        for (String line : Files.readAllLines(work.resolve("out"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                servers.values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return servers;
    }

    public static Servers start(String name) throws IOException, InterruptedException {
        return start(name, Map.of());
    }

    public int port(String key) {
        return Integer.parseInt(value(key));
    }

    public String value(String key) {
        return Optional.ofNullable(values.get(key))
                .orElseThrow(() -> new IllegalArgumentException(name + " printed no " + key));
    }

    /// The first message that a server puts into a folder; blocks until there is one.
    public static byte[] firstIn(Path box) throws IOException {
        return firstWith(box, "");
    }

    /// The first of them that has some text in it.
    public static byte[] firstWith(Path box, String text) throws IOException {
        Instant late = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(late)) {
            for (Path file : files(box)) {
                byte[] octets = Files.readAllBytes(file);
                if (new String(octets, StandardCharsets.ISO_8859_1).contains(text)) {
                    return octets;
                }
            }
            Thread.yield();
        }
        throw new AssertionError("nothing was delivered to " + box + " with " + text);
    }

    private static List<Path> files(Path box) throws IOException {
        if (!Files.isDirectory(box)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(box)) {
            return files.toList();
        }
    }

    /// The authority that signed the servers' good certificates.
    public Path ca() {
        return Path.of(value("CA"));
    }

    /// Stops what was started, by its recorded process number.
    ///
    /// The script waits for one process after another to be gone, which takes seconds where nobody
    /// is quick to bury the dead: where there are many, all are told first.
    @Override
    public void close() throws IOException, InterruptedException {
        Path all = work.resolve(name).resolve("pids");
        if (Files.exists(all)) {
            for (String pid : Files.readAllLines(all)) {
                ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroy);
            }
        }
        run("stop", Map.of());
    }

    private int run(String action, Map<String, String> settings)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("bash", script.toString(), work.toString(), action)
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("out").toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroy();
            throw new IOException(script + " " + action + " does not end");
        }
        return process.exitValue();
    }

    private static void copyDirectory(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static boolean isInstalled(String name) {
        String root = System.getenv().getOrDefault("MTA_ROOT", "/var/tmp/mail-interop");
        return switch (name) {
            case "postfix", "opensmtpd" -> Files.isDirectory(Path.of(root, name));
            case "sink" -> Files.isDirectory(Path.of(root, "postfix"));
            case "exim" -> Files.isDirectory(Path.of(root, "exim4-daemon-heavy"));
            case "sendmail" -> Files.isDirectory(Path.of(root, "sendmail-bin"));
            case "dovecot" -> isOnPath("dovecot");
            case "dns" -> isOnPath("knotd") && isOnPath("unbound");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String dir : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(dir, program))) {
                return true;
            }
        }
        return false;
    }
}
