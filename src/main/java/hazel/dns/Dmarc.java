package hazel.dns;

import java.util.List;

/// What a domain asks of those who get mail in its name that nothing vouches for (RFC 7489).
///
/// @param at where it was found: the domain, or one above it
/// @param policy `none`, `quarantine` or `reject`, as it holds for the domain
/// @param reports where reports are asked for
public record Dmarc(DomainName at, String record, String policy, List<String> reports) {

    public Dmarc {
        reports = List.copyOf(reports);
    }
}
