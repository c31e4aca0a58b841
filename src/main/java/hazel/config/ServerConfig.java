package hazel.config;

import java.nio.file.Path;
import java.util.Optional;

/// A server that a person has an account with: where it is, how the connection is protected, who
/// they are there.
///
/// @param host a name or an address, an IPv6 address without brackets
/// @param mechanism the SASL mechanism that must be used, in capitals; empty for the strongest of
///   those offered
/// @param trust a PEM file of certificates to trust besides the system's
public record ServerConfig(
        String host,
        int port,
        Security security,
        Optional<Login> login,
        Optional<String> mechanism,
        Optional<Path> trust) {

    public record Login(String user, Secret password) {}

    public enum Security {
        /// TLS from the first octet (RFC 8314).
        IMPLICIT_TLS,
        /// STARTTLS, and nothing before it.
        STARTTLS,
        /// None: only to this machine itself.
        LOOPBACK_ONLY
    }

    ServerConfig with(Security other) {
        return new ServerConfig(host, port, other, login, mechanism, trust);
    }

    /// Whose mail it is, however the server is reached: `ada@imap.example.org`. On this machine,
    /// where one name stands for many servers, with the port.
    public String mail() {
        boolean isHere = security == Security.LOOPBACK_ONLY || ServerUris.isLoopback(host);
        return isHere ? authority() : login.map(l -> l.user() + "@").orElse("") + host;
    }

    /// `ada@imap.example.org:993`.
    public String authority() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return login.map(l -> l.user() + "@").orElse("") + bracketed + ":" + port;
    }
}
