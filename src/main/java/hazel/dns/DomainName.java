package hazel.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A domain name, whole and without its final dot, in small letters, as RFC 1035 section 5.1 writes
/// it: an octet that is no plain character is a backslash and three digits. The root is empty.
///
/// @param text nothing but ASCII
public record DomainName(String text) implements Comparable<DomainName> {

    public static final DomainName ROOT = new DomainName("");

    /// RFC 1035 section 2.3.4, without the final dot.
    private static final int LONGEST = 253;

    private static final int LONGEST_LABEL = 63;

    /// A name that is known to be one.
    public static DomainName of(String text) {
        String bare = text.endsWith(".") && !text.endsWith("\\.") ? cut(text) : text;
        return new DomainName(bare.toLowerCase(Locale.ROOT));
    }

    private static String cut(String text) {
        return text.substring(0, text.length() - 1);
    }

    /// A name that a person typed, in whatever script: letters, digits, hyphens and underscores
    /// between dots, with or without the final one. Empty where it is no such name.
    public static Optional<DomainName> parse(String typed) {
        String bare = typed.endsWith(".") ? cut(typed) : typed;
        List<String> labels = new ArrayList<>();
        for (String label : bare.split("[.\u3002\uff0e\uff61]", -1)) {
            String ascii = Idn.toAscii(label).orElse("");
            if (!ascii.matches("[A-Za-z0-9_-]{1," + LONGEST_LABEL + "}")) {
                return Optional.empty();
            }
            labels.add(ascii);
        }
        String name = String.join(".", labels);
        return name.length() > LONGEST ? Optional.empty() : Optional.of(of(name));
    }

    /// Where the PTR records of an address are: `57.8.111.131.in-addr.arpa` (RFC 1035 section 3.5),
    /// or the nibbles in `ip6.arpa` (RFC 3596 section 2.5).
    public static DomainName reverse(InetAddress address) {
        return of(
                reversed(address)
                        + (address.getAddress().length == 4 ? ".in-addr.arpa" : ".ip6.arpa"));
    }

    /// Where a list of addresses says what it thinks of one (RFC 5782 section 2.1).
    public static DomainName listed(InetAddress address, DomainName list) {
        return list.child(reversed(address));
    }

    private static String reversed(InetAddress address) {
        byte[] octets = address.getAddress();
        List<String> parts = new ArrayList<>();
        if (octets.length == 4) {
            for (byte octet : octets) {
                parts.add(Integer.toString(octet & 0xff));
            }
        } else {
            HexFormat.of().formatHex(octets).chars().forEach(c -> parts.add("" + (char) c));
        }
        return String.join(".", parts.reversed());
    }

    /// This name with labels before it.
    public DomainName child(String labels) {
        return of(text.isEmpty() ? labels : labels + "." + text);
    }

    /// The name without its first label; the root has itself.
    public DomainName parent() {
        List<String> labels = labels();
        return labels.size() < 2
                ? ROOT
                : new DomainName(String.join(".", labels.subList(1, labels.size())));
    }

    /// Whether this is the other name or lies beneath it.
    public boolean isWithin(DomainName other) {
        return equals(other) || other.text.isEmpty() || text.endsWith("." + other.text);
    }

    /// What stands before the other name, in which this one lies.
    public String before(DomainName other) {
        return text.substring(0, Math.max(0, text.length() - other.text.length() - 1));
    }

    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '.') {
                labels.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isEmpty()) {
            labels.add(text.substring(start));
        }
        return labels;
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /// The name and those above it, the root left out.
    public List<DomainName> upwards() {
        List<DomainName> names = new ArrayList<>();
        for (DomainName name = this; !name.isRoot(); name = name.parent()) {
            names.add(name);
        }
        return names;
    }

    /// The name with labels in other scripts (RFC 5890) as people read them; what cannot be read so
    /// stands as it is.
    public String unicode() {
        return Idn.toUnicode(text);
    }

    /// Whether it is written as an IPv4 address is: four numbers and nothing else.
    public boolean isWrittenAsAddress() {
        return Addresses.isV4(text);
    }

    /// Whether it is everybody's own machine, whatever the DNS says (RFC 6761 section 6.3).
    public boolean isLocalhost() {
        return isWithin(new DomainName("localhost"));
    }

    @Override
    public int compareTo(DomainName other) {
        return text.compareTo(other.text);
    }

    /// For people: a root is a dot, and every other name stands without its final dot.
    @Override
    public String toString() {
        return text.isEmpty() ? "." : text;
    }

    public static String list(List<DomainName> names) {
        return names.stream().map(DomainName::toString).collect(Collectors.joining(", "));
    }
}
