package hazel.mail;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Networks of this and other machines, `192.0.2.0/24` or `2001:db8::/32`.
///
/// None is so large that writing it down would make an open relay: beside the private networks (RFC
/// 1918, RFC 4193) and loopback, an IPv4 network has at most 65,536 addresses and an IPv6 network
/// is one provider's.
public record Networks(List<Network> all) {

    public static final Networks NONE = new Networks(List.of());

    private static final int LARGEST_V4 = 16;
    private static final int LARGEST_V6 = 32;
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /// @param prefix how many of the first bits count
    public record Network(InetAddress address, int prefix) {

        public boolean has(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] its = other.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            int shift = mine.length * 8 - prefix;
            return new BigInteger(1, mine)
                    .shiftRight(shift)
                    .equals(new BigInteger(1, its).shiftRight(shift));
        }

        private boolean isWithin(Network other) {
            return prefix >= other.prefix && other.has(address);
        }

        private boolean isModest() {
            return prefix >= (address.getAddress().length == 4 ? LARGEST_V4 : LARGEST_V6)
                    || Private.ALL.stream().anyMatch(this::isWithin);
        }
    }

    /// Read when first asked for: addresses take a start of the program milliseconds.
    private static final class Private {

        static final List<Network> ALL =
                List.of(
                        network("127.0.0.0/8"),
                        network("10.0.0.0/8"),
                        network("172.16.0.0/12"),
                        network("192.168.0.0/16"),
                        network("169.254.0.0/16"),
                        network("fc00::/7"),
                        network("fe80::/10"));

        private Private() {}
    }

    public Networks {
        all = List.copyOf(all);
    }

    public boolean has(InetAddress address) {
        return all.stream().anyMatch(n -> n.has(address));
    }

    /// Reads one network, or one address. Empty where it is none.
    public static Optional<Network> parse(String written) {
        int slash = written.indexOf('/');
        String address = slash < 0 ? written : written.substring(0, slash);
        String bits = slash < 0 ? "" : written.substring(slash + 1);
        if (!ADDRESS.matcher(address).matches() || !bits.matches(slash < 0 ? "" : "[0-9]{1,3}")) {
            return Optional.empty();
        }
        try {
            InetAddress first = InetAddress.ofLiteral(address);
            int longest = first.getAddress().length * 8;
            int prefix = slash < 0 ? longest : Integer.parseInt(bits);
            return prefix > longest ? Optional.empty() : Optional.of(new Network(first, prefix));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not an address
        }
    }

    /// Whether a network may be let through to anywhere.
    public static boolean mayRelay(Network network) {
        return network.isModest();
    }

    private static Network network(String known) {
        return parse(known).orElseThrow();
    }
}
