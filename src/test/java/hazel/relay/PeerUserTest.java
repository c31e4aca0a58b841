package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whose connection it is.
class PeerUserTest {

    /// Of a machine whose memory has the least octet first.
    private static final String TCP =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:09DD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 301 1 0 100 0 0 10 0
               1: 0100007F:8C14 0100007F:09DD 01 00000000:00000000 00:00000000 00000000  1001        0 302 1 0 20 4 30 10 -1
               2: 0100007F:09DD 0100007F:8C14 01 00000000:00000000 00:00000000 00000000  1000        0 303 1 0 20 4 30 10 -1
               3: 0100007F:8C15 0100007F:09DD 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0
               4: 0100007F:8C16 0100007F:09DD 01 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
               5: 0100007F:8C17 0100007F:09DD 05 00000000:00000000 00:00000000 00000000  1000        0 304 1 0 20 4 30 10 -1
            torn
            """;

    private static final String TCP6 =
            """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000001000000:8C14 00000000000000000000000001000000:09DD 01 00000000:00000000 00:00000000 00000000  1002        0 305 1 0 20 4 30 10 -1
               1: 0000000000000000FFFF00000100007F:8C18 0000000000000000FFFF00000100007F:09DD 01 00000000:00000000 00:00000000 00000000  1003        0 306 1 0 20 4 30 10 -1
            """;

    @TempDir private Path dir;

    private Optional<Integer> uid(String peer, int port) throws Exception {
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return Optional.empty();
        }
        Path four = Files.writeString(dir.resolve("tcp"), TCP);
        Path six = Files.writeString(dir.resolve("tcp6"), TCP6);
        return new PeerUser(List.of(dir.resolve("none"), four, six))
                .uid(
                        new InetSocketAddress(InetAddress.ofLiteral(peer), port),
                        new InetSocketAddress(InetAddress.ofLiteral(peer), 2525));
    }

    @Test
    void theSystemSaysWhoHasAConnectionOpen() throws Exception {
        assertThat(uid("127.0.0.1", 0x8c14)).contains(1001);
        assertThat(uid("::1", 0x8c14)).contains(1002);
        assertThat(uid("127.0.0.1", 0x8c18)).contains(1003);
    }

    @Test
    void ofOneThatNobodyHasOpenNothingIsKnown() throws Exception {
        assertThat(uid("127.0.0.1", 0x8c15)).as("in TIME_WAIT").isEmpty();
        assertThat(uid("127.0.0.1", 0x8c16)).as("let go of").isEmpty();
        assertThat(uid("127.0.0.1", 0x8c17)).as("half closed").isEmpty();
        assertThat(uid("127.0.0.1", 0x9999)).isEmpty();
        assertThat(uid("127.0.0.2", 0x8c14)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aConnectionOfThisProcessIsOurs() throws Exception {
        for (String address : new String[] {"127.0.0.1", "::1"}) {
            try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral(address));
                    var _ = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                var peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
                var here = (InetSocketAddress) accepted.getLocalSocketAddress();
                assertThat(PeerUser.OF_SYSTEM.isOurs(peer, here)).as(address).isTrue();
                assertThat(new PeerUser(List.of()).isOurs(peer, here)).isFalse();
            }
        }
    }
}
