package hazel.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.sasl.Credentials;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// One connection: lines out, lines and messages in, every length and every wait bounded.
final class Pop3Wire implements Closeable {

    private static final int LONGEST_LINE = 4096;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /// Fewer octets than this in the time of one answer are a server that holds us up.
    private static final int LEAST = 1024;

    private final Pop3Server server;

    /// Beneath TLS, where there is TLS: closing that waits for the other side.
    private final Socket wire;

    private Socket socket;
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    private Pop3Wire(Pop3Server server, Socket socket) throws IOException {
        this.server = server;
        this.wire = socket;
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// By the first address that answers.
    static Pop3Wire connect(Pop3Server server) throws MailException {
        String host = server.host();
        IOException last = new IOException("it has no address");
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                var socket = new Socket();
                try {
                    socket.connect(
                            new InetSocketAddress(address, server.port()),
                            (int) CONNECT.toMillis());
                    socket.setSoTimeout((int) server.answer().toMillis());
                    socket.setTcpNoDelay(true);
                    return new Pop3Wire(server, socket);
                } catch (IOException e) {
                    last = e;
                    close(socket);
                }
            }
        } catch (UnknownHostException e) {
            throw new MailException(new Problem.Unknown(host, "no host is called " + host), e);
        }
        throw new MailException(
                new Problem.Unreachable(
                        host,
                        "cannot connect to %s port %d: %s"
                                .formatted(host, server.port(), Reason.of(last))),
                last);
    }

    boolean isLocal() {
        return socket.getInetAddress().isLoopbackAddress();
    }

    /// Whether something was sent ahead that would be read after TLS as if it were protected.
    boolean hasMore() throws MailException {
        try {
            return start < end || in.available() > 0;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void startTls() throws MailException {
        Socket tls = server.trust().handshake(socket, server.host(), server.port());
        try {
            tls.setSoTimeout((int) server.answer().toMillis());
            socket = tls;
            in = tls.getInputStream();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// The server may send back what it is told.
    void hide(Credentials as) {
        mask = as::masked;
    }

    /// It is told nothing secret any more.
    void hideNothing() {
        mask = UnaryOperator.identity();
    }

    void say(String line) throws MailException {
        if (line.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new MailException(
                    new Problem.Malformed("command", "a POP3 command cannot hold a line end"));
        }
        try {
            OutputStream out = socket.getOutputStream();
            out.write((line + "\r\n").getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// A line without its end, which is CR LF or LF; an octet is a character.
    String line() throws MailException {
        long deadline = System.nanoTime() + server.answer().toNanos();
        var line = new StringBuilder();
        try {
            for (int c = read(); c != '\n'; c = read()) {
                if (line.length() == LONGEST_LINE) {
                    throw protocol("sends a line without an end");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new SocketTimeoutException();
                }
                line.append((char) c);
            }
        } catch (IOException e) {
            throw broken(e);
        }
        int length = line.length();
        boolean isOfCrLf = length > 0 && line.charAt(length - 1) == '\r';
        return mask.apply(isOfCrLf ? line.substring(0, length - 1) : line.toString());
    }

    /// The message that follows, its stuffed dots undone and its lines ended by LF, to `out`.
    ///
    /// @param most octets
    /// @return whether it was whole: false where it is longer, and then the connection is of no use
    boolean message(OutputStream out, long most) throws MailException {
        var text = new DotText(out, most);
        long window = System.nanoTime();
        int came = 0;
        try {
            while (!text.isEnded()) {
                if (start == end) {
                    fill();
                    came += end;
                    long now = System.nanoTime();
                    if (now - window > server.answer().toNanos()) {
                        if (came < LEAST) {
                            throw new SocketTimeoutException();
                        }
                        window = now;
                        came = 0;
                    }
                }
                start += text.take(buffer, start, end);
                if (text.isTooLong()) {
                    return false;
                }
            }
            return true;
        } catch (DotText.CannotWrite e) {
            throw new MailException(
                    new Problem.CannotWrite(
                            "a temporary file",
                            "cannot keep the message that comes: " + Reason.of(e)),
                    e);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private int read() throws IOException {
        if (start == end) {
            fill();
        }
        return buffer[start++] & 0xff;
    }

    private void fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
            throw new IOException("it was closed");
        }
    }

    MailException protocol(String what) {
        return new MailException(new Problem.Protocol(server.host(), server.host() + " " + what));
    }

    private MailException broken(IOException e) {
        String what =
                e instanceof SocketTimeoutException
                        ? server.host() + " did not answer in time"
                        : "the connection to " + server.host() + " broke: " + Reason.of(e);
        return new MailException(new Problem.Unreachable(server.host(), what), e);
    }

    @Override
    public void close() {
        close(wire);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger("hazel.pop3").log(System.Logger.Level.DEBUG, "at the end", e);
        }
    }
}
