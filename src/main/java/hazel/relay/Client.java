package hazel.relay;

import java.util.Optional;

/// Who is at the other end of a connection, as far as the system tells.
///
/// @param from for a Received field: `[127.0.0.1]` or `local socket`
/// @param user the system's name for whoever connected to the Unix socket (SO_PEERCRED); never what
///   the client says of itself
record Client(String from, Optional<String> user) {}
