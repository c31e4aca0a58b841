package hazel.dns;

import java.util.List;
import java.util.Optional;

/// One record of a zone file.
///
/// @param line where it is written
/// @param ownerWord the owner as written; empty where it is the one before
/// @param origin what relative names in it are completed with
/// @param type in capitals
/// @param words what is written after the type
/// @param data what that means; empty where it means nothing, or nothing for mail
record ZoneRecord(
        int line,
        String ownerWord,
        DomainName owner,
        DomainName origin,
        String type,
        List<String> words,
        Optional<Data> data) {

    ZoneRecord {
        words = List.copyOf(words);
    }

    boolean is(RecordType other) {
        return type.equals(other.name());
    }

    /// The word that names another host, in the types that have one.
    Optional<String> target() {
        int at =
                switch (type) {
                    case "NS", "CNAME", "PTR", "DNAME" -> 0;
                    case "MX" -> 1;
                    case "SRV" -> 3;
                    default -> -1;
                };
        return at >= 0 && at < words.size() ? Optional.of(words.get(at)) : Optional.empty();
    }
}
