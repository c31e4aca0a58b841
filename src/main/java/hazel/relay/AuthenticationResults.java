package hazel.relay;

/// The field in which a mail server says what it found out of who sent a message (RFC 8601).
/// Whoever reads the message believes it because of the name in front, so nobody else may put ours
/// there.
final class AuthenticationResults {

    private static final String NAME = "Authentication-Results";

    private AuthenticationResults() {}

    /// Without those that somebody made in our name (section 5), and without those of which cannot
    /// be said whose they are.
    ///
    /// @param us as we call ourselves there
    static Letter withoutThoseOf(String us, Letter letter) {
        return new Letter(
                letter.fields().stream()
                        .filter(field -> !Letter.isNamed(field, NAME) || isOfOthers(us, field))
                        .toList(),
                letter.rest());
    }

    private static boolean isOfOthers(String us, String field) {
        String name = id(Letter.body(field));
        return !name.isEmpty() && !name.equalsIgnoreCase(us);
    }

    /// The authserv-id (section 2.2): the first word behind white space and comments, in quotes or
    /// not. Nothing where there is none.
    private static String id(String body) {
        int depth = 0;
        boolean isQuoted = false;
        var id = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            boolean isEscaped = c == '\\' && (depth > 0 || isQuoted) && i + 1 < body.length();
            if (isEscaped) {
                i++;
            }
            if (isQuoted && c == '"') {
                break;
            } else if (isQuoted) {
                id.append(body.charAt(i));
            } else if (depth > 0) {
                depth += isEscaped ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            } else if (id.isEmpty() && c == '"') {
                isQuoted = true;
            } else if (id.isEmpty() && c == '(') {
                depth = 1;
            } else if (c > ' ' && "();\"".indexOf(c) < 0) {
                id.append(c);
            } else if (!id.isEmpty() || c > ' ') {
                break;
            }
        }
        return id.toString().strip();
    }

    /// With what we found out of somebody who logged in (section 2.7.4).
    ///
    /// @param user letters, digits and `._@+-`
    static Letter ofLogin(String us, String user, Letter letter) {
        return letter.under(NAME, us + ";\r\n\tauth=pass smtp.auth=" + user);
    }
}
