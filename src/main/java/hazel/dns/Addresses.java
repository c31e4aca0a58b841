package hazel.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What can be told of an IP address without asking anybody.
public final class Addresses {

    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private Addresses() {}

    /// An address as a person writes it, in brackets or without: never a look-up. Empty where it is
    /// none.
    public static Optional<InetAddress> parse(String typed) {
        String bare = typed.replaceFirst("^\\[(?i:IPv6:)?(.*)\\]$", "$1");
        if (!isV4(bare) && !bare.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// As RFC 5952 writes it: the longest row of zeros in an IPv6 address is `::`.
    public static String text(InetAddress address) {
        if (address.getAddress().length == 4) {
            return address.getHostAddress();
        }
        byte[] octets = address.getAddress();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < octets.length; i += 2) {
            groups.add(Integer.toHexString((octets[i] & 0xff) << 8 | octets[i + 1] & 0xff));
        }
        int from = 0;
        int length = 1; // one zero alone stays
        for (int i = 0; i < groups.size(); i++) {
            int end = i;
            while (end < groups.size() && groups.get(end).equals("0")) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        return length < 2
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, from))
                        + "::"
                        + String.join(":", groups.subList(from + length, groups.size()));
    }

    static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    /// Whether whoever connects to it reaches himself.
    static boolean isOwn(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /// Whether no single host can have it.
    static boolean isNoHost(InetAddress address) {
        byte first = address.getAddress()[0];
        return address.isMulticastAddress()
                || address instanceof Inet4Address && ((first & 0xf0) == 0xf0 || first == 0);
    }

    /// Whether others can see it: of one network with all of the Internet.
    public static boolean isPublic(InetAddress address) {
        return !isOwn(address) && !isPrivate(address) && !isNoHost(address);
    }

    /// Whether it is meant to be reached from inside a network only (RFC 1918, RFC 4193, RFC 6598,
    /// link-local).
    public static boolean isPrivate(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean isShared = octets.length == 4 && octets[0] == 100 && (octets[1] & 0xc0) == 0x40;
        boolean isUnique = address instanceof Inet6Address && (octets[0] & 0xfe) == 0xfc;
        return address.isSiteLocalAddress() || address.isLinkLocalAddress() || isShared || isUnique;
    }
}
