package hazel.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    /// Octets of a line up to the last word that is read, at most.
    private static final int LINE = 300;

    private static final byte[] MAPPED = {-1, -1};

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
                // A busy machine has thousands of lines, of which only one is looked at.
                String all = Files.readString(file, US_ASCII);
                for (boolean isMapped : new boolean[] {false, true}) {
                    String ends = " %s %s 01 ".formatted(end(peer, isMapped), end(here, isMapped));
                    int at = all.indexOf(ends);
                    if (at >= 0) {
                        return uid(all.substring(at, Math.min(all.length(), at + LINE)));
                    }
                }
            } catch (NoSuchFileException _) {
                // IPv6 is not there
            }
        }
        return Optional.empty();
    }

    /// `local_address rem_address st queues timer retransmits uid timeout inode …`, of which `st`
    /// says that the connection stands.
    private static Optional<Integer> uid(String line) {
        String[] words = line.strip().split("\\s+", 10);
        boolean isOpen =
                words.length == 10 && words[6].matches("[0-9]{1,9}") && !words[8].equals("0");
        return isOpen ? Optional.of(Integer.valueOf(words[6])) : Optional.empty();
    }

    /// The address is in groups of four octets, each in the order of this machine's memory.
    ///
    /// @param isMapped as a socket for both has an IPv4 address (RFC 4291 section 2.5.5.2)
    private static String end(InetSocketAddress end, boolean isMapped) {
        byte[] address = end.getAddress().getAddress();
        boolean isToMap = isMapped && address.length == 4;
        ByteBuffer octets = ByteBuffer.allocate(isToMap ? 16 : address.length);
        if (isToMap) {
            octets.position(10).put(MAPPED);
        }
        octets.put(address).flip();
        var text = new StringBuilder();
        while (octets.hasRemaining()) {
            int group = octets.getInt();
            text.append(
                    "%08X"
                            .formatted(
                                    ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                                            ? Integer.reverseBytes(group)
                                            : group));
        }
        return text.append(":%04X".formatted(end.getPort())).toString();
    }
}
