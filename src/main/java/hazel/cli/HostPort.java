package hazel.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server as the command line names it: `mail.example.org`, `[2001:db8::25]:587`.
///
/// @param port empty where none is named
record HostPort(String host, Optional<Integer> port) {

    private static final Pattern PLACE =
            Pattern.compile(
                    "(?:\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)]|([^:\\[\\]\\s/@]+))(?::([0-9]{1,5}))?");
    private static final Pattern BARE_V6 = Pattern.compile("[0-9A-Fa-f.]*(?::[0-9A-Fa-f.]*){2,}");

    static HostPort read(String typed) throws UsageException {
        if (BARE_V6.matcher(typed).matches()) {
            return new HostPort(typed, Optional.empty());
        }
        Matcher place = PLACE.matcher(typed);
        Optional<Integer> port =
                place.matches()
                        ? Optional.ofNullable(place.group(3)).map(Integer::valueOf)
                        : Optional.empty();
        if (!place.matches() || port.filter(p -> p < 1 || p > 65535).isPresent()) {
            throw new UsageException(
                    "'"
                            + typed
                            + "': expected a host, with a port where it is not the usual one, as"
                            + " mail.example.org or mail.example.org:587");
        }
        String literal = place.group(1);
        return new HostPort(literal == null ? place.group(2) : literal, port);
    }
}
