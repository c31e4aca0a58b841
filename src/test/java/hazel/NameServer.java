package hazel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real name server, Knot, that has the zones a test gives it, on an address of the loopback
/// interface. A test is skipped where it is not installed.
public final class NameServer implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;
    private final int port;

    private NameServer(Process process, int port) {
        this.process = process;
        this.said = process.inputReader(UTF_8);
        this.port = port;
    }

    public int port() {
        return port;
    }

    /// A port that nobody uses on any of the addresses.
    public static int freePort(String... addresses) throws IOException {
        for (int tries = 0; ; tries++) {
            try (var first = new ServerSocket(0, 1, InetAddress.ofLiteral(addresses[0]))) {
                for (int i = 1; i < addresses.length; i++) {
                    InetAddress other = InetAddress.ofLiteral(addresses[i]);
                    new ServerSocket(first.getLocalPort(), 1, other).close();
                }
                return first.getLocalPort();
            } catch (IOException e) {
                if (tries > 20) {
                    throw e;
                }
            }
        }
    }

    /// @param zones what a zone file holds, by the zone's name without its final dot
    public static NameServer start(String address, int port, Map<String, String> zones)
            throws IOException {
        Path knot =
                java.util.stream.Stream.of("/usr/sbin/knotd", "/usr/bin/knotd", "/sbin/knotd")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(Path.of("knotd"));
        assumeTrue(Files.isExecutable(knot), "skipped: knotd is not installed (package knot)");
        Path work = Files.createTempDirectory("hazel-knot-");
        var config =
                new StringBuilder(
                        """
                        server:
                            rundir: %1$s
                            listen: %2$s@%3$d
                        log:
                          - target: stdout
                            any: info
                        database:
                            storage: %1$s/db
                        template:
                          - id: default
                            storage: %1$s
                            file: "%%s.zone"
                            semantic-checks: off
                            zonefile-sync: -1
                            journal-content: none
                        zone:
                        """
                                .formatted(work, address, port));
        for (var zone : zones.entrySet()) {
            Files.writeString(work.resolve(zone.getKey() + ".zone"), zone.getValue());
            config.append("  - domain: ").append(zone.getKey()).append('\n');
        }
        Path file = work.resolve("knot.conf");
        Files.writeString(file, config);
        Process process =
                new ProcessBuilder(knot.toString(), "-c", file.toString())
                        .redirectErrorStream(true)
                        .start();
        var server = new NameServer(process, port);
        server.awaitStart();
        return server;
    }

    private void awaitStart() throws IOException {
        var all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.contains("server started")) {
                return;
            }
        }
        throw new IOException("knotd did not start: " + all);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        said.close();
    }
}
