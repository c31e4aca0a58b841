package hazel.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Who of this machine is at the other end of a TCP connection within it, as Linux tells in
/// proc(5), `/proc/net/tcp`. Elsewhere nobody knows.
///
/// @param files that say so
record PeerUser(List<Path> files) {

    static final PeerUser OF_SYSTEM =
            new PeerUser(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")));

    private static final int ROOT = 0;
    private static final String ESTABLISHED = "01";

    /// Whether a connection is one of the user that this process runs as, or of root, who may do
    /// everything in that user's name in any case. Not where nobody knows.
    ///
    /// @param peer the other end
    /// @param here this end
    boolean isOurs(InetSocketAddress peer, InetSocketAddress here) {
        try {
            Object us = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return uid(peer, here).filter(uid -> uid == ROOT || us.equals(uid)).isPresent();
        } catch (IOException | UnsupportedOperationException _) {
            return false; // not Linux
        }
    }

    /// Empty where that is no connection which a process has open: to one that was let go of the
    /// system gives number 0, as to those of root.
    Optional<Integer> uid(InetSocketAddress peer, InetSocketAddress here) throws IOException {
        for (Path file : files) {
            try {
                for (String line : Files.readAllLines(file, US_ASCII)) {
                    Optional<Integer> uid = uid(line.strip().split(" +"), peer, here);
                    if (uid.isPresent()) {
                        return uid;
                    }
                }
            } catch (NoSuchFileException _) {
                // IPv6 is not there
            }
        }
        return Optional.empty();
    }

    /// `sl local_address rem_address st queues timer retransmits uid timeout inode …`.
    private static Optional<Integer> uid(
            String[] words, InetSocketAddress peer, InetSocketAddress here)
            throws UnknownHostException {
        boolean isIt =
                words.length > 9
                        && words[3].equals(ESTABLISHED)
                        && !words[9].equals("0")
                        && words[7].matches("[0-9]{1,9}")
                        && isAt(words[1], peer)
                        && isAt(words[2], here);
        return isIt ? Optional.of(Integer.valueOf(words[7])) : Optional.empty();
    }

    /// The address is in groups of four octets, each in the order of this machine's memory.
    private static boolean isAt(String written, InetSocketAddress end) throws UnknownHostException {
        int colon = written.length() - 5;
        if (!written.endsWith(":%04X".formatted(end.getPort())) || colon % 8 != 0) {
            return false;
        }
        ByteBuffer octets = ByteBuffer.wrap(HexFormat.of().parseHex(written, 0, colon));
        ByteBuffer ordered = ByteBuffer.allocate(octets.capacity()).order(ByteOrder.nativeOrder());
        while (octets.hasRemaining()) {
            ordered.putInt(octets.getInt());
        }
        return InetAddress.getByAddress(ordered.array()).equals(end.getAddress());
    }
}
