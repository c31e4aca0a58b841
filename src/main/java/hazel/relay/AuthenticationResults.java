package hazel.relay;

import hazel.mail.AuthservId;

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
        String name = AuthservId.of(Letter.body(field));
        return !name.isEmpty() && !name.equalsIgnoreCase(us);
    }

    /// With what we found out of somebody who logged in (section 2.7.4).
    ///
    /// @param user letters, digits and `._@+-`
    static Letter ofLogin(String us, String user, Letter letter) {
        return letter.under(NAME, us + ";\r\n\tauth=pass smtp.auth=" + user);
    }
}
