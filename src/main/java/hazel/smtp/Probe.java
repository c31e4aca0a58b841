package hazel.smtp;

import hazel.mail.MailException;

/// What one learns of a server by knocking: `account test` shows it.
///
/// @param offers what the server offers inside TLS, after EHLO
/// @param secure whether TLS protects the connection
/// @param loggedIn whether a login was asked for and accepted
public record Probe(Capabilities offers, boolean secure, boolean loggedIn) {

    /// Connects, protects, logs in where [Server] says who, and says goodbye. Sends no mail. On
    /// failure the transcript holds what was said until then.
    public static Probe of(Server server, Transcript transcript) throws MailException {
        try (SmtpClient client = SmtpClient.open(server, transcript)) {
            return new Probe(client.offers(), client.isSecure(), server.login().isPresent());
        }
    }
}
