package hazel.store.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Locale;

/// From a server's name to a connection that is protected as was asked, and as yet nobody's.
///
/// What comes before TLS is read here, octet by octet, and forgotten: it may be anybody's (RFC 9051
/// section 6.2.1). The name of the user, not to speak of the password, is never said before it.
final class Dialling {

    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_LINES = 100;

    private final ImapServer server;
    private final Socket socket;

    private Dialling(ImapServer server, Socket socket) {
        this.server = server;
        this.socket = socket;
    }

    /// A connection.
    ///
    /// @param socket to speak over, with TLS where that was asked for
    /// @param wire beneath it
    record Dialled(Socket socket, Socket wire) {

        /// Ends it at once. QUIRK: closing the socket of TLS waits as long as any answer may take
        /// for the other side to close it too.
        void cut() {
            close(wire);
        }
    }

    static Dialled connect(ImapServer server) throws MailException {
        var socket = new Socket();
        boolean isReady = false;
        try {
            InetAddress[] addresses = InetAddress.getAllByName(server.host());
            socket = connected(server, addresses);
            socket.setSoTimeout((int) server.answer().toMillis());
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            Socket ready = new Dialling(server, socket).ready();
            isReady = true;
            return new Dialled(ready, socket);
        } catch (UnknownHostException e) {
            throw new MailException(
                    new Problem.Unknown(server.host(), "there is no host " + server.host()), e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Unreachable(
                            server.host(),
                            "no connection to " + server.host() + ", port " + server.port()),
                    e);
        } finally {
            if (!isReady) {
                close(socket);
            }
        }
    }

    /// By the first address that answers.
    private static Socket connected(ImapServer server, InetAddress[] addresses) throws IOException {
        var failure = new IOException("no address");
        for (InetAddress address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(
                        new InetSocketAddress(address, server.port()),
                        (int) server.connect().toMillis());
                return socket;
            } catch (IOException e) {
                failure.addSuppressed(e);
                close(socket);
            }
        }
        throw failure;
    }

    private Socket ready() throws MailException, IOException {
        return switch (server.protection()) {
            case IMPLICIT_TLS -> tls();
            case STARTTLS -> startTls();
            case LOOPBACK_ONLY -> {
                if (!socket.getInetAddress().isLoopbackAddress()) {
                    throw untrusted(" is not this machine, and no TLS was asked for");
                }
                yield socket;
            }
        };
    }

    private Socket tls() throws MailException, IOException {
        Socket tls = server.tls().over(socket, server.host());
        tls.setSoTimeout((int) server.answer().toMillis());
        return tls;
    }

    private Socket startTls() throws MailException, IOException {
        String greeting = line();
        if (greeting.startsWith("* BYE")) {
            throw new MailException(
                    new Problem.Refused(
                            "connect", 421, server.host() + " says goodbye before TLS"));
        }
        if (!greeting.startsWith("* OK")) {
            throw untrusted(" does not begin as a server that will protect the connection");
        }
        if (!answer("a1", "CAPABILITY").contains(" STARTTLS ")) {
            throw untrusted(" does not offer STARTTLS; nothing was sent to it in clear");
        }
        answer("a2", "STARTTLS");
        if (socket.getInputStream().available() > 0) {
            throw untrusted(" sent text ahead of TLS that would pass for protected");
        }
        return tls();
    }

    /// @return what is told before the OK, in capitals, with a space before and behind each line
    private String answer(String tag, String command) throws MailException, IOException {
        socket.getOutputStream().write((tag + " " + command + "\r\n").getBytes(US_ASCII));
        socket.getOutputStream().flush();
        var told = new StringBuilder(" ");
        for (int i = 0; i < MOST_LINES; i++) {
            String line = line().toUpperCase(Locale.ROOT);
            if (line.startsWith(tag.toUpperCase(Locale.ROOT) + " ")) {
                if (line.substring(tag.length() + 1).startsWith("OK")) {
                    return told.toString();
                }
                throw untrusted(" refuses " + command);
            }
            if (line.startsWith("* CAPABILITY ")) {
                told.append(line).append(' ');
            }
        }
        throw untrusted(" talks without end before TLS");
    }

    private String line() throws MailException, IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it closed the connection");
            }
            if (line.length() > LONGEST_LINE) {
                throw untrusted(" talks without end before TLS");
            }
            line.append(new String(new byte[] {(byte) c}, ISO_8859_1));
        }
        return line.toString().stripTrailing();
    }

    private MailException untrusted(String why) {
        return new MailException(new Problem.NotTrusted(server.host(), server.host() + why));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "at the end", e);
        }
    }
}
