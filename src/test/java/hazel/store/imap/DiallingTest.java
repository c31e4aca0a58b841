package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.sasl.Login;
import hazel.tls.TestCertificate;
import hazel.tls.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLSocket;

/// A server that falls silent inside TLS.
class DiallingTest {

    @TempDir private Path dir;

    /// It would be waited for as long as an answer may take, which is for ever here.
    @Test
    void aConnectionIsCutThoughTheServerNeverClosesIts() throws Exception {
        TestCertificate certificate = TestCertificate.of(dir, "dns:localhost");
        var isOver = new CountDownLatch(1);
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread silent =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Socket client = listener.accept();
                                        var tls =
                                                (SSLSocket)
                                                        certificate
                                                                .context()
                                                                .getSocketFactory()
                                                                .createSocket(
                                                                        client, null, 0, true)) {
                                    tls.setUseClientMode(false);
                                    tls.startHandshake();
                                    isOver.await();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            Dialling.Dialled line =
                    Dialling.connect(
                            new ImapServer(
                                    "localhost",
                                    listener.getLocalPort(),
                                    ImapServer.Protection.IMPLICIT_TLS,
                                    new Login("ada", "secret"),
                                    (socket, host) ->
                                            Trust.SYSTEM
                                                    .withPin(fingerprint(certificate))
                                                    .handshake(socket, host, socket.getPort()),
                                    Duration.ofSeconds(5),
                                    Duration.ofDays(1)));
            line.cut();
            assertThat(line.wire().isClosed()).isTrue();
            isOver.countDown();
            silent.join();
        }
    }

    private static hazel.tls.Fingerprint fingerprint(TestCertificate certificate) {
        try {
            return certificate.fingerprint();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
