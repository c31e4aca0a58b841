package hazel.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A media type (RFC 2045 section 5): `text/plain; charset=utf-8`. Type, subtype and parameter
/// names are in lower case; parameter values are decoded.
public record MediaType(String type, String subtype, Map<String, String> parameters) {

    /// What a part without a Content-Type field is (RFC 2045 section 5.2).
    public static final MediaType PLAIN = of("text", "plain");

    public static final MediaType OCTETS = of("application", "octet-stream");

    public MediaType {
        type = type.toLowerCase(Locale.ROOT);
        subtype = subtype.toLowerCase(Locale.ROOT);
        parameters = Map.copyOf(parameters);
    }

    public static MediaType of(String type, String subtype) {
        return new MediaType(type, subtype, Map.of());
    }

    /// Whether this is `name`, written `text/html`, or any subtype of it, `text/*`.
    public boolean is(String name) {
        return name.endsWith("/*") ? name.equals(type + "/*") : name.equals(type + "/" + subtype);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /// `type/subtype` alone.
    @Override
    public String toString() {
        return type + "/" + subtype;
    }
}
