package hazel.relay.session;

import java.util.Optional;

/// How far a client is trusted in this session.
///
/// @param isSecure inside TLS
/// @param login the user it proved to be
/// @param failures of logging in
public record Standing(boolean isSecure, Optional<String> login, int failures) {

    public static final Standing NONE = new Standing(false, Optional.empty(), 0);
    public static final Standing SECURE = new Standing(true, Optional.empty(), 0);

    public Standing as(String user) {
        return new Standing(isSecure, Optional.of(user), failures);
    }

    Standing failed() {
        return new Standing(isSecure, login, failures + 1);
    }
}
