package hazel.mail;

import java.util.List;
import java.util.Optional;

/// Who a message is from and for, as SMTP sees it (RFC 5321 section 2.3.1).
///
/// The envelope is not the header. Bcc recipients are here and not in the header; a mailing list
/// changes the one and leaves the other.
///
/// @param reversePath where bounces go; empty is the null reverse-path `<>`, which a bounce itself
///   carries so that bounces never answer bounces
/// @param forwardPaths the recipients, at least one
public record Envelope(Optional<Address> reversePath, List<Address> forwardPaths) {

    public Envelope {
        forwardPaths = List.copyOf(forwardPaths);
        if (forwardPaths.isEmpty()) {
            throw new IllegalArgumentException("an envelope needs a recipient");
        }
    }

    public Envelope to(List<Address> recipients) {
        return new Envelope(reversePath, recipients);
    }
}
