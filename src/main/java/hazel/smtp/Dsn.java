package hazel.smtp;

import hazel.mail.Address;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What reports the sender wants of the delivery (RFC 3461). Sent only to a server that offers DSN.
///
/// @param when for every recipient that `some` does not name; empty for the server's choice; with
///   NEVER nothing else
/// @param returns how much of the message comes back
/// @param envid a name for the envelope, up to 100 characters
/// @param some what was said of single recipients, addresses without display names
public record Dsn(
        Set<Notify> when,
        Optional<Returns> returns,
        Optional<String> envid,
        Map<Address, OfRecipient> some) {

    /// Nothing was said of reports.
    public static final Dsn NONE = new Dsn(Set.of(), Optional.empty(), Optional.empty());

    /// What was said of one recipient (RFC 3461 sections 4.1 and 4.2).
    ///
    /// @param when empty for the server's choice
    /// @param original the address the sender wrote, `rfc822;ada@example.org`, decoded
    public record OfRecipient(Set<Notify> when, Optional<String> original) {

        public static final OfRecipient NONE = new OfRecipient(Set.of(), Optional.empty());

        public OfRecipient {
            when = checked(when);
        }

        String parameters() {
            return (when.isEmpty()
                            ? ""
                            : " NOTIFY="
                                    + EnumSet.copyOf(when).stream()
                                            .map(Notify::name)
                                            .collect(Collectors.joining(",")))
                    + original.map(o -> " ORCPT=" + Xtext.ofOriginal(o)).orElse("");
        }
    }

    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }

    public enum Returns {
        FULL,
        HDRS;

        /// In any case; empty for another word.
        public static Optional<Returns> parse(String word) {
            return Stream.of(values()).filter(r -> r.name().equalsIgnoreCase(word)).findFirst();
        }
    }

    public Dsn {
        when = checked(when);
        some = Map.copyOf(some);
    }

    public Dsn(Set<Notify> when, Optional<Returns> returns, Optional<String> envid) {
        this(when, returns, envid, Map.of());
    }

    private static Set<Notify> checked(Set<Notify> when) {
        if (when.contains(Notify.NEVER) && when.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone (RFC 3461 section 4.1)");
        }
        return Set.copyOf(when);
    }

    /// What is wanted for one recipient.
    public OfRecipient of(Address recipient) {
        return some.getOrDefault(recipient, new OfRecipient(when, Optional.empty()));
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
        return words(when);
    }

    public static String words(Set<Notify> when) {
        return when.stream()
                .sorted()
                .map(n -> n.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    String ofMail() {
        return returns.map(r -> " RET=" + r).orElse("")
                + envid.map(e -> " ENVID=" + Xtext.of(e)).orElse("");
    }
}
