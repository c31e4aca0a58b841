package hazel.dns;

import java.util.List;

/// What the DNS says of the certificate of a host's port 25 (RFC 7672).
///
/// @param isSigned the resolver says that it has checked the signatures; without that no sender
///   heeds the records
public record Dane(DomainName host, List<Data.Tlsa> records, boolean isSigned) {

    public Dane {
        records = List.copyOf(records);
    }
}
