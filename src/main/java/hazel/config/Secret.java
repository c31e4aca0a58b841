package hazel.config;

import java.nio.file.Path;

/// How to come by a password. A password itself never is in a log, in a process list, or in what
/// [Object#toString] says.
public sealed interface Secret {

    /// The first line that a command prints.
    record Command(String command) implements Secret {}

    /// The first line of a file that only its owner can read.
    record File(Path path) implements Secret {}

    /// No password but a token, which a provider gives out to who has signed in.
    ///
    /// @param tokens the file that keeps what was given out
    record OAuth2(OAuth2Config provider, String account, Path tokens) implements Secret {}

    /// No password but the certificate that is shown in TLS (EXTERNAL of RFC 4422).
    ///
    /// @param key a PEM file that only its owner can read
    record Certificate(Path certificate, Path key) implements Secret {}

    /// Written in a configuration file that only its owner can read.
    record Plain(String text) implements Secret {
        @Override
        public String toString() {
            return "Plain[***]";
        }
    }
}
