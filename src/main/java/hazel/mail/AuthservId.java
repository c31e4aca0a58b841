package hazel.mail;

/// Who says what an Authentication-Results field says (RFC 8601 section 2.2). One reader for who
/// takes such fields out and for who believes them, so that neither can be told another name.
public final class AuthservId {

    private AuthservId() {}

    /// The first word behind white space and comments, in quotes or not. Nothing where there is
    /// none.
    ///
    /// @param body of the field, unfolded
    public static String of(String body) {
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
}
