package hazel.dns;

import java.util.List;

/// What a domain says of who may send in its name (RFC 7208).
///
/// @param records all that begin with `v=spf1`; there must be one
/// @param lookups the questions that a receiver has to ask, at most; ten are allowed
public record Spf(List<String> records, int lookups) {

    /// RFC 7208 section 4.6.4.
    public static final int ALLOWED = 10;

    public Spf {
        records = List.copyOf(records);
    }
}
