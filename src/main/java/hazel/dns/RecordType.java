package hazel.dns;

/// The types of records that mail has to do with.
public enum RecordType {
    A,
    AAAA,
    CNAME,
    MX,
    NS,
    PTR,
    SOA,
    SRV,
    TLSA,
    TXT
}
