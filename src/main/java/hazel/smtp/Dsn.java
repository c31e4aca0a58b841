package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What reports the sender wants of the delivery (RFC 3461). Sent only to a server that offers DSN.
///
/// @param when empty for the server's choice; with NEVER nothing else
/// @param returns how much of the message comes back
/// @param envid a name for the envelope, up to 100 characters
public record Dsn(Set<Notify> when, Optional<Returns> returns, Optional<String> envid) {

    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }

    public enum Returns {
        FULL,
        HDRS
    }

    public Dsn {
        when = Set.copyOf(when);
        if (when.contains(Notify.NEVER) && when.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone (RFC 3461 section 4.1)");
        }
    }

    /// Reads `never`, or some of `success`, `failure`, `delay` with commas between.
    public static Optional<Dsn> parse(String words) {
        Set<Notify> when = EnumSet.noneOf(Notify.class);
        for (String word : words.split(",", -1)) {
            Optional<Notify> one =
                    Stream.of(Notify.values())
                            .filter(n -> n.name().equalsIgnoreCase(word.strip()))
                            .findFirst();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            when.add(one.get());
        }
        return when.contains(Notify.NEVER) && when.size() > 1
                ? Optional.empty()
                : Optional.of(new Dsn(when, Optional.empty(), Optional.empty()));
    }

    /// As [#parse] reads it.
    public String words() {
        return when.stream()
                .sorted()
                .map(n -> n.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    String ofMail() {
        return returns.map(r -> " RET=" + r).orElse("")
                + envid.map(e -> " ENVID=" + xtext(e)).orElse("");
    }

    String ofRcpt() {
        return when.isEmpty()
                ? ""
                : " NOTIFY="
                        + EnumSet.copyOf(when).stream()
                                .map(Notify::name)
                                .collect(Collectors.joining(","));
    }

    /// RFC 3461 section 4.
    static String xtext(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '+' && b != '=';
            out.append(plain ? (char) b + "" : String.format(Locale.ROOT, "+%02X", b & 0xff));
        }
        return out.toString();
    }
}
