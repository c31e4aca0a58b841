package hazel.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// What the certificate of a server says of itself (RFC 5280), harmless to show.
///
/// @param subject whom it is for, as a distinguished name; may be empty
/// @param names the host names and addresses it is for, the first few
/// @param issuer who signed it, as a distinguished name
/// @param fingerprint the SHA-256 of its octets, in capitals with colons
public record ServerCertificate(
        String subject,
        List<String> names,
        String issuer,
        Instant from,
        Instant until,
        String fingerprint) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

    public ServerCertificate {
        names = List.copyOf(names);
    }

    /// Whom it is for, in one phrase.
    public String owner() {
        String all = String.join(", ", names);
        if (subject.isEmpty() || all.isEmpty()) {
            return subject.isEmpty() && all.isEmpty() ? "nobody named" : subject + all;
        }
        return subject + " (" + all + ")";
    }

    public String signer() {
        return issuer.equals(subject) ? "itself" : issuer.isEmpty() ? "nobody named" : issuer;
    }

    /// From which day to which, in UTC.
    public String validity() {
        return DAY.format(from) + " to " + DAY.format(until);
    }

    /// All of it, as one clause.
    public String sentence() {
        return "it is for "
                + owner()
                + ", signed by "
                + signer()
                + ", valid "
                + validity()
                + ", SHA-256 "
                + fingerprint;
    }
}
