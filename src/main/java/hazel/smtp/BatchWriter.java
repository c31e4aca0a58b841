package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;

import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;

/// Mail transactions in a file: what a client would say, one command after another, to a server
/// that is not there (RFC 2442).
///
/// Nobody says what whoever reads it offers, so no extension is asked for but `SMTPUTF8`, where an
/// address is beyond ASCII. 8-bit text goes as it is.
///
/// QUIRK: RFC 6152 wants it announced with `BODY=8BITMIME`; Exim knows no parameters in a batch,
/// and refuses the whole of it.
public final class BatchWriter {

    private final OutputStream out;

    /// Writes the greeting.
    ///
    /// @param ourName what EHLO says
    public BatchWriter(OutputStream out, String ourName) throws IOException {
        this.out = out;
        say("EHLO " + ourName);
    }

    /// One message.
    ///
    /// @throws MailException with [hazel.mail.Problem.Malformed], and nothing written, for an
    ///   address that no command can carry
    public void add(Envelope envelope, byte[] message) throws IOException, MailException {
        var from = envelope.reversePath();
        String mail = "MAIL FROM:" + (from.isPresent() ? Paths.path(from.get()) : "<>");
        boolean isInternational =
                Stream.concat(from.stream(), envelope.forwardPaths().stream())
                        .anyMatch(Paths::needsUtf8);
        var commands = new StringBuilder(mail);
        commands.append(isInternational ? " SMTPUTF8" : "");
        for (Address to : envelope.forwardPaths()) {
            commands.append("\r\nRCPT TO:").append(Paths.path(to));
        }
        say(commands.toString());
        say("DATA");
        DotStuffing.write(message, out);
    }

    /// Says that this is all. Whoever reads a file that ends before has lost a part of it.
    public void end() throws IOException {
        say("QUIT");
        out.flush();
    }

    private void say(String command) throws IOException {
        out.write((command + "\r\n").getBytes(UTF_8));
    }
}
