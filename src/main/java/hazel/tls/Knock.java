package hazel.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.mail.ServerCertificate;
import hazel.text.Harmless;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// Looks at the certificate that a server shows. Nothing is said to the server but what asks it for
/// TLS: no name, no password, no mail.
///
/// @param patience for the connection, for each line and for the handshake
public record Knock(String host, int port, Before before, Duration patience) {

    /// What is said before TLS begins.
    public enum Before {
        /// Nothing: TLS from the first octet (RFC 8314).
        NOTHING,
        /// RFC 3207.
        SMTP,
        /// RFC 9051 section 6.2.1.
        IMAP,
        /// STLS of RFC 2595.
        POP3
    }

    /// What came of it.
    ///
    /// @param chain what the server shows, its own certificate first
    /// @param session the version of TLS and the cipher suite; empty where it is not believed
    /// @param trouble why it is not believed, where it is not
    public record Seen(
            List<ServerCertificate> chain,
            String session,
            Optional<Problem.BadCertificate> trouble) {

        public Seen {
            chain = List.copyOf(chain);
        }

        /// The server's own.
        public ServerCertificate certificate() {
            return chain.getFirst();
        }
    }

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 200;

    /// @param trust whom to believe
    /// @throws MailException where there is no certificate to see
    public Seen look(Trust trust) throws MailException {
        return look(trust, new InetSocketAddress(host, port));
    }

    /// The same at one address of the host, which was looked up already.
    public Seen look(Trust trust, InetAddress address) throws MailException {
        return look(trust, new InetSocketAddress(address, port));
    }

    private Seen look(Trust trust, InetSocketAddress at) throws MailException {
        List<X509Certificate> shown = new ArrayList<>();
        try (var socket = new Socket()) {
            int millis = (int) patience.toMillis();
            socket.connect(at, millis);
            socket.setSoTimeout(millis);
            ask(socket);
            try (SSLSocket tls = trust.handshake(socket, host, port, shown::addAll)) {
                SSLSession session = tls.getSession();
                return new Seen(
                        Facts.of(shown),
                        session.getProtocol() + " with " + session.getCipherSuite(),
                        Optional.empty());
            }
        } catch (MailException e) {
            if (e.problem() instanceof Problem.BadCertificate bad) {
                return new Seen(facts(shown, bad), "", Optional.of(bad));
            }
            throw e;
        } catch (UnknownHostException e) {
            throw new MailException(new Problem.Unknown(host, "no host is called " + host), e);
        } catch (IOException | CertificateEncodingException e) {
            throw new MailException(
                    new Problem.Unreachable(
                            host, "cannot talk to " + host + " port " + port + ": " + Reason.of(e)),
                    e);
        }
    }

    private static List<ServerCertificate> facts(
            List<X509Certificate> shown, Problem.BadCertificate bad) {
        try {
            return Facts.of(shown);
        } catch (CertificateEncodingException _) {
            return List.of(bad.certificate()); // one above it cannot be read
        }
    }

    private void ask(Socket socket) throws IOException, MailException {
        switch (before) {
            case NOTHING -> {}
            case SMTP -> {
                reply(socket, "220");
                say(socket, "EHLO localhost");
                reply(socket, "250");
                say(socket, "STARTTLS");
                reply(socket, "220");
            }
            case IMAP -> {
                expect(line(socket), "* OK");
                say(socket, "a STARTTLS");
                tagged(socket);
            }
            case POP3 -> {
                expect(line(socket), "+OK");
                say(socket, "STLS");
                expect(line(socket), "+OK");
            }
        }
    }

    /// All lines of one (RFC 5321 section 4.2.1).
    private void reply(Socket socket, String code) throws IOException, MailException {
        for (int n = 0; n < MOST_LINES; n++) {
            String line = line(socket);
            expect(line, code);
            if (!line.startsWith(code + "-")) {
                return;
            }
        }
        throw unexpected("no end");
    }

    private void tagged(Socket socket) throws IOException, MailException {
        for (int n = 0; n < MOST_LINES; n++) {
            String line = line(socket);
            if (!line.startsWith("* ")) {
                expect(line, "a OK");
                return;
            }
        }
        throw unexpected("no end");
    }

    private void expect(String line, String begin) throws MailException {
        if (!line.startsWith(begin)) {
            throw unexpected(line);
        }
    }

    private MailException unexpected(String line) {
        return new MailException(
                new Problem.NotTrusted(
                        host,
                        host
                                + " does not begin TLS; it says: "
                                + Harmless.line(line.isEmpty() ? "nothing" : line)));
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
    }

    /// One octet at a time: what follows the line belongs to TLS.
    private String line(Socket socket) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() == LONGEST_LINE || System.nanoTime() - end > 0) {
                throw new IOException("a line without an end");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
