package hazel.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hazel.NameServer;
import hazel.Servers;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// A Postfix that listens on ::1 too, as a port-25 server does.
///
/// Its master is stopped and started for that, and not told to read its files anew: a client that
/// comes while it does so is now and then never greeted.
record SixPostfix(Servers servers, int port) implements AutoCloseable {

    static SixPostfix start(Map<String, String> settings) throws Exception {
        int port;
        try {
            port = NameServer.freePort("::1");
        } catch (IOException e) {
            assumeTrue(false, "skipped: this machine has no IPv6: " + e.getMessage());
            throw e;
        }
        Map<String, String> all = new HashMap<>(settings);
        all.put("FORBID_BARE_NEWLINE", "yes\ninet_protocols = all");
        Servers servers = Servers.start("postfix", all);
        boolean isReady = false;
        try {
            Path config = Path.of(servers.value("MAIL_CONFIG"));
            Files.writeString(
                    config.resolve("master.cf"),
                    "[::1]:" + port + " inet n - n - - smtpd\n",
                    StandardOpenOption.APPEND);
            restart(servers, config);
            awaitOpen(port);
            isReady = true;
            return new SixPostfix(servers, port);
        } finally {
            if (!isReady) {
                servers.close();
            }
        }
    }

    private static void restart(Servers servers, Path config) throws Exception {
        var settings = new Properties();
        try (Reader text = Files.newBufferedReader(config.resolve("main.cf"))) {
            settings.load(text);
        }
        var master =
                new ProcessBuilder(
                        settings.getProperty("daemon_directory") + "/master",
                        // Back only when the daemon runs, or could not have the lock.
                        "-w",
                        "-c",
                        config.toString());
        master.environment().put("LD_LIBRARY_PATH", settings.getProperty("shlib_directory"));
        master.redirectErrorStream(true).redirectOutput(servers.work().resolve("restart").toFile());

        long before = Long.parseLong(servers.value("POSTFIX_PID").strip());
        ProcessHandle.of(before).ifPresent(ProcessHandle::destroy);
        Instant late = Instant.now().plusSeconds(20);
        while (master.start().waitFor() != 0) {
            if (Instant.now().isAfter(late)) {
                throw new IOException(Files.readString(servers.work().resolve("restart")));
            }
        }
        Path pid = Path.of(settings.getProperty("queue_directory"), "pid", "master.pid");
        // Where the script that stops it looks.
        Files.writeString(
                servers.work().resolve("postfix").resolve("pid"), Files.readString(pid).strip());
    }

    private static void awaitOpen(int port) throws IOException {
        Instant late = Instant.now().plusSeconds(20);
        while (true) {
            try (var _ = new Socket(InetAddress.ofLiteral("::1"), port)) {
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(late)) {
                    throw e;
                }
                Thread.yield();
            }
        }
    }

    byte[] firstOf(String user) throws IOException {
        return Servers.firstIn(Path.of(servers.value("MAILDIR"), user, "new"));
    }

    @Override
    public void close() throws Exception {
        servers.close();
    }
}
