package hazel.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a domain says of the TLS that its servers have (RFC 8461).
///
/// @param id of the policy, from the DNS
/// @param policy what the domain's web server says; empty where it could not be had
public record MtaSts(String id, Optional<Policy> policy) {

    /// The id in the domain's record (RFC 8461 section 3.1); empty where there is not exactly one
    /// record, and a proper one.
    ///
    /// @param answer to the question for TXT of `_mta-sts` beneath the domain
    public static Optional<String> id(Answer answer) {
        List<String> records = Tags.records(answer, "v=STSv1");
        return records.size() == 1
                ? Optional.of(Tags.of(records.getFirst()).getOrDefault("id", ""))
                        .filter(id -> id.matches("[A-Za-z0-9]{1,32}"))
                : Optional.empty();
    }

    /// @param mode `enforce`, `testing` or `none`
    /// @param mx the names that an exchange may have; `*.` stands for one label
    /// @param maxAge for how many seconds it holds
    public record Policy(String mode, List<String> mx, long maxAge) {

        private static final int MOST_NAMES = 64;

        public Policy {
            mx = List.copyOf(mx);
        }

        /// Reads `key: value` lines (RFC 8461 section 3.2). Empty where it is no such policy.
        public static Optional<Policy> read(String text) {
            String version = "";
            String mode = "";
            String maxAge = "";
            List<String> mx = new ArrayList<>();
            for (String line : text.lines().toList()) {
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).strip();
                switch (line.substring(0, Math.max(0, colon)).strip()) {
                    case "version" -> version = value;
                    case "mode" -> mode = value.toLowerCase(Locale.ROOT);
                    case "max_age" -> maxAge = value;
                    case "mx" -> mx.add(value);
                    default -> {} // for later versions (section 3.2)
                }
            }
            boolean isWhole =
                    version.equals("STSv1")
                            && List.of("enforce", "testing", "none").contains(mode)
                            && maxAge.matches("[0-9]{1,10}")
                            && (mode.equals("none") || !mx.isEmpty());
            return isWhole
                    ? Optional.of(
                            new Policy(
                                    mode,
                                    mx.subList(0, Math.min(mx.size(), MOST_NAMES)),
                                    Long.parseLong(maxAge)))
                    : Optional.empty();
        }

        /// RFC 8461 section 4.1.
        public boolean allows(DomainName host) {
            return mx.stream()
                    .anyMatch(pattern -> {
                        boolean isWild = pattern.startsWith("*.");
                        DomainName name = DomainName.of(isWild ? pattern.substring(2) : pattern);
                        return name.equals(isWild ? host.parent() : host);
                    });
        }
    }

    /// Who gets policies. Blocks.
    @FunctionalInterface
    public interface Source {

        /// @return the text, or why there is none
        Fetched fetch(DomainName domain);
    }

    /// @param trouble why there is no text; empty where there is
    public record Fetched(String text, String trouble) {

        static Fetched none(String trouble) {
            return new Fetched("", trouble);
        }
    }
}
