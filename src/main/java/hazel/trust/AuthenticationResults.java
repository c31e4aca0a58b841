package hazel.trust;

import hazel.mail.AuthservId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a server says that it checked: an Authentication-Results field (RFC 8601). Anybody can
/// write one, so it is believed only from the user's own server (section 5): one that
/// [Trusted#authserv] names, in a field that stands above what was handed in with the message.
///
/// @param authserv who says it
/// @param doubt why it is not believed, a sentence without its full stop; empty where it is
public record AuthenticationResults(String authserv, List<Result> results, String doubt) {

    private static final int LONGEST = 16 << 10;
    private static final int MOST = 50;

    public AuthenticationResults {
        results = List.copyOf(results);
    }

    /// @param method `dkim`, `spf`, `dmarc`, `arc` and others, in small letters
    /// @param result `pass`, `fail` and others, in small letters
    /// @param properties `header.d=example.org` and others, as written
    public record Result(String method, String result, List<String> properties) {

        public Result {
            properties = List.copyOf(properties);
        }
    }

    public boolean isBelieved() {
        return doubt.isEmpty();
    }

    /// @param isAbove whether it stands above what was handed in with the message
    static AuthenticationResults read(String body, boolean isAbove, Trusted trusted) {
        String most = body.substring(0, Math.min(body.length(), LONGEST));
        String authserv = AuthservId.of(most);
        String[] parts = withoutComments(most).split(";");
        List<Result> results =
                Arrays.stream(parts)
                        .skip(1)
                        .limit(MOST)
                        .map(part -> List.of(part.strip().split("\\s+")))
                        .filter(words -> words.getFirst().indexOf('=') > 0)
                        .map(AuthenticationResults::result)
                        .toList();
        return new AuthenticationResults(authserv, results, doubt(authserv, isAbove, trusted));
    }

    private static Result result(List<String> words) {
        String first = words.getFirst().toLowerCase(Locale.ROOT);
        int equals = first.indexOf('=');
        String method = first.substring(0, equals).replaceFirst("/.*$", ""); // without its version
        return new Result(method, first.substring(equals + 1), words.subList(1, words.size()));
    }

    private static String doubt(String authserv, boolean isAbove, Trusted trusted) {
        List<String> reasons = new ArrayList<>();
        if (!trusted.isChecker(authserv)) {
            reasons.add("trust.authserv does not name " + authserv);
        }
        if (!isAbove) {
            reasons.add("it may have been handed in with the message");
        }
        return String.join(", and ", reasons);
    }

    /// RFC 8601 allows comments nearly everywhere, and a semicolon in them ends nothing.
    private static String withoutComments(String text) {
        var out = new StringBuilder();
        int depth = 0;
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && depth == 0) {
                isQuoted = !isQuoted;
            } else if (c == '(' && !isQuoted) {
                depth++;
            } else if (c == ')' && !isQuoted && depth > 0) {
                depth--;
                out.append(' ');
            } else if (depth == 0) {
                out.append(c == ';' && isQuoted ? ',' : c);
            }
        }
        return out.toString();
    }
}
