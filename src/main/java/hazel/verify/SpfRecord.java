package hazel.verify;

import hazel.dns.Addresses;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An SPF record taken apart (RFC 7208 section 4.6.1).
///
/// @param redirect where to go on when no mechanism fits; empty for nowhere
record SpfRecord(List<Mechanism> mechanisms, Optional<String> redirect) {

    static final String VERSION = "v=spf1";

    private static final Set<String> NAMES =
            Set.of("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists");

    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
    private static final Pattern LENGTHS =
            Pattern.compile("(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?");

    SpfRecord {
        mechanisms = List.copyOf(mechanisms);
    }

    /// @param qualified what holds where it fits
    /// @param name in small letters
    /// @param domain as written, with its macros; empty for the domain itself
    /// @param network of `ip4` and `ip6`
    record Mechanism(
            Result qualified,
            String name,
            String domain,
            Optional<InetAddress> network,
            int length4,
            int length6) {}

    /// Empty where the record makes no sense, in any of its parts.
    static Optional<SpfRecord> parse(String text) {
        if (text.chars().anyMatch(c -> c > 0x7e || c < ' ')) {
            return Optional.empty();
        }
        List<Mechanism> mechanisms = new ArrayList<>();
        Optional<String> redirect = Optional.empty();
        boolean hasExplanation = false;
        for (String term : text.substring(VERSION.length()).split(" +")) {
            Matcher modifier = MODIFIER.matcher(term);
            if (term.isEmpty()) {
                continue;
            }
            if (modifier.matches()) {
                String name = modifier.group(1).toLowerCase(Locale.ROOT);
                String value = modifier.group(2);
                boolean isKnown = name.equals("redirect") || name.equals("exp");
                boolean isTwice =
                        name.equals("redirect")
                                ? redirect.isPresent()
                                : name.equals("exp") && hasExplanation;
                if (isTwice || !(isKnown ? SpfMacros.isDomain(value) : SpfMacros.isText(value))) {
                    return Optional.empty();
                }
                redirect = name.equals("redirect") ? Optional.of(value) : redirect;
                hasExplanation |= name.equals("exp");
            } else {
                Optional<Mechanism> mechanism = mechanism(term);
                if (mechanism.isEmpty()) {
                    return Optional.empty();
                }
                mechanisms.add(mechanism.get());
            }
        }
        return Optional.of(new SpfRecord(mechanisms, redirect));
    }

    private static Optional<Mechanism> mechanism(String term) {
        int colon = term.indexOf(':');
        String head = colon < 0 ? term : term.substring(0, colon);
        int slash = head.indexOf('/');
        String named = slash < 0 ? head : head.substring(0, slash);
        boolean isQualified = !named.isEmpty() && "+?~-".indexOf(named.charAt(0)) >= 0;
        String name = (isQualified ? named.substring(1) : named).toLowerCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        Result qualified =
                switch (isQualified ? named.charAt(0) : '+') {
                    case '-' -> Result.FAIL;
                    case '~' -> Result.SOFTFAIL;
                    case '?' -> Result.NEUTRAL;
                    default -> Result.PASS;
                };
        boolean hasValue = slash < 0 && colon >= 0;
        String value = hasValue ? term.substring(colon + 1) : "";
        String lengths = slash >= 0 ? term.substring(named.length()) : "";
        return switch (name) {
            case "all" ->
                    hasValue || slash >= 0
                            ? Optional.empty()
                            : Optional.of(
                                    new Mechanism(qualified, name, "", Optional.empty(), 32, 128));
            case "ip4", "ip6" -> network(qualified, name, value, hasValue);
            case "include", "exists" -> domain(qualified, name, value, "", hasValue);
            case "ptr" -> domain(qualified, name, value, lengths, slash < 0);
            default -> { // a, mx
                if (hasValue && value.isEmpty()) {
                    yield Optional.empty();
                }
                int cut = hasValue ? lengthsAt(value) : -1;
                yield cut < 0
                        ? domain(qualified, name, value, lengths, true)
                        : domain(
                                qualified,
                                name,
                                value.substring(0, cut),
                                value.substring(cut),
                                cut > 0);
            }
        };
    }

    /// Where the lengths of networks begin at the end of a domain, which may have slashes in
    /// macros.
    private static int lengthsAt(String value) {
        Matcher end = Pattern.compile("(/[0-9]+)?(//[0-9]+)?$").matcher(value);
        return end.find() && end.start() < value.length() ? end.start() : -1;
    }

    private static Optional<Mechanism> domain(
            Result qualified, String name, String domain, String lengths, boolean isAllowed) {
        Matcher length = LENGTHS.matcher(lengths);
        boolean needsDomain = name.equals("include") || name.equals("exists");
        if (!isAllowed
                || !length.matches()
                || (name.equals("ptr") && !lengths.isEmpty())
                || (domain.isEmpty() ? needsDomain : !SpfMacros.isDomain(domain))) {
            return Optional.empty();
        }
        int length4 = length.group(1) == null ? 32 : Integer.parseInt(length.group(1));
        int length6 = length.group(2) == null ? 128 : Integer.parseInt(length.group(2));
        return length4 > 32 || length6 > 128
                ? Optional.empty()
                : Optional.of(
                        new Mechanism(qualified, name, domain, Optional.empty(), length4, length6));
    }

    private static Optional<Mechanism> network(
            Result qualified, String name, String value, boolean hasValue) {
        int slash = value.indexOf('/');
        String host = slash < 0 ? value : value.substring(0, slash);
        boolean isV6 = name.equals("ip6");
        int most = isV6 ? 128 : 32;
        String length = slash < 0 ? "" + most : value.substring(slash + 1);
        boolean isWritten =
                hasValue
                        && host.contains(":") == isV6
                        && !host.startsWith("[")
                        && length.matches("0|[1-9][0-9]{0,2}")
                        && Integer.parseInt(length) <= most;
        return isWritten
                ? Addresses.parse(host)
                        .map(a ->
                                new Mechanism(
                                        qualified,
                                        name,
                                        "",
                                        Optional.of(a),
                                        Integer.parseInt(length),
                                        Integer.parseInt(length)))
                : Optional.empty();
    }

    static boolean isWithin(InetAddress address, InetAddress network, int length) {
        if ((address instanceof Inet4Address) != (network instanceof Inet4Address)) {
            return false;
        }
        byte[] one = address.getAddress();
        byte[] other = network.getAddress();
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
