package hazel.store.imap;

import hazel.mail.MailException;
import hazel.sasl.Login;

import java.net.Socket;
import java.time.Duration;

import javax.net.ssl.SSLSocket;

/// A server, how the connection is protected, and how to log in.
///
/// @param connect how long to wait for a connection
/// @param answer how long to wait for each piece of an answer
public record ImapServer(
        String host,
        int port,
        Protection protection,
        Login login,
        Tls tls,
        Duration connect,
        Duration answer) {

    public enum Protection {
        IMPLICIT_TLS,
        STARTTLS,
        /// In clear, and only to this machine itself; STARTTLS where it lets nobody log in without.
        LOOPBACK_ONLY
    }

    ImapServer startingTls() {
        return new ImapServer(host, port, Protection.STARTTLS, login, tls, connect, answer);
    }

    /// Lays verified TLS over a connection. Whom it trusts is its maker's matter.
    @FunctionalInterface
    public interface Tls {

        /// @throws MailException with [hazel.mail.Problem.NotTrusted]; the connection is useless
        ///   then
        SSLSocket over(Socket socket, String host) throws MailException;
    }
}
