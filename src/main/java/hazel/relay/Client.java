package hazel.relay;

import hazel.relay.session.Standing;

import java.util.Optional;

/// Who is at the other end of a connection, as far as the system tells and the session proved.
///
/// @param from for a Received field: `[127.0.0.1]` or `local socket`
/// @param user the system's name for whoever connected to the Unix socket (SO_PEERCRED), or the
///   name of whoever logged in; never what the client only says of itself
record Client(String from, Optional<String> user, Standing standing) {

    Client(String from, Optional<String> user) {
        this(from, user, Standing.NONE);
    }

    /// The same, as the session has come to know it.
    Client as(Standing known) {
        return new Client(from, known.login().or(() -> user), known);
    }
}
