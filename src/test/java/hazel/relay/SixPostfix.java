package hazel.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hazel.NameServer;
import hazel.Servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A Postfix that listens on ::1 too, as a port-25 server does.
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
            Files.writeString(
                    Path.of(servers.value("MAIL_CONFIG"), "master.cf"),
                    "[::1]:" + port + " inet n - n - - smtpd\n",
                    StandardOpenOption.APPEND);
            String pid = servers.value("POSTFIX_PID").strip();
            new ProcessBuilder("kill", "-HUP", pid).start().waitFor();
            awaitOpen(port);
            isReady = true;
            return new SixPostfix(servers, port);
        } finally {
            if (!isReady) {
                servers.close();
            }
        }
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
