package hazel.verify;

import java.util.Locale;

/// What came of a check, in the words of RFC 8601 section 2.7.
public enum Result {
    /// There is nothing to check.
    NONE,
    PASS,
    FAIL,
    /// It may be so or not; of SPF, the domain would rather not have it.
    SOFTFAIL,
    /// Nothing can be said.
    NEUTRAL,
    /// It is right, and made in a way that is not believed any more.
    POLICY,
    /// Nobody could say now.
    TEMPERROR,
    /// It makes no sense, and will not by waiting.
    PERMERROR;

    /// As RFC 8601 writes it: `softfail`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
