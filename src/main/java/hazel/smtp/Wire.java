package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.sasl.Credentials;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLSocket;

/// One connection: command lines out, replies in, every line in the transcript, every wait bounded.
///
/// A wait that is over closes the socket, which ends whatever read or write is stuck on it. That
/// holds for TCP, TLS and Unix sockets alike, and for a server that drips single octets.
final class Wire implements Closeable {

    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Server server;
    private final Transcript transcript;
    private final Closeable socket;
    private final boolean local;
    private LineReader in;
    private OutputStream out;
    private boolean secure;
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private volatile boolean tooLate;

    private Wire(
            Server server,
            Transcript transcript,
            Closeable socket,
            boolean local,
            InputStream in,
            OutputStream out) {
        this.server = server;
        this.transcript = transcript;
        this.socket = socket;
        this.local = local;
        this.in = new LineReader(in);
        this.out = new BufferedOutputStream(out, 32 * 1024);
    }

    private static Wire of(Server server, Transcript transcript, Socket socket) throws IOException {
        return new Wire(
                server,
                transcript,
                socket,
                socket.getInetAddress().isLoopbackAddress(),
                socket.getInputStream(),
                socket.getOutputStream());
    }

    /// To where nobody on a network can listen.
    private static Wire here(
            Server server,
            Transcript transcript,
            Closeable socket,
            InputStream in,
            OutputStream out) {
        return new Wire(server, transcript, socket, /* local= */ true, in, out);
    }

    static Wire connect(Server server, Transcript transcript) throws MailException {
        return switch (server.place()) {
            case Server.Place.Tcp(var host, int port) ->
                    tcp(server, transcript, addresses(host), port);
            case Server.Place.At(_, var address, int port) ->
                    tcp(server, transcript, new InetAddress[] {address}, port);
            case Server.Place.Unix(var path) -> unix(server, transcript, path);
            case Server.Place.Program(var argv) -> {
                transcript.note("starting " + String.join(" ", argv));
                Spoken program = Spoken.start(argv);
                yield here(server, transcript, program, program.in(), program.out());
            }
        };
    }

    private static Wire tcp(Server server, Transcript transcript, InetAddress[] addresses, int port)
            throws MailException {
        String host = server.name();
        IOException last = new IOException("it has no address");
        for (InetAddress address : addresses) {
            transcript.note("connecting to " + address.getHostAddress() + " port " + port);
            var socket = new Socket();
            try {
                int wait = (int) server.timeouts().connect().toMillis();
                socket.connect(new InetSocketAddress(address, port), wait);
                socket.setTcpNoDelay(true);
                return of(server, transcript, socket);
            } catch (IOException e) {
                last = e;
                close(socket);
            }
        }
        transcript.note("no connection: " + Reason.of(last));
        throw new MailException(
                new Problem.Unreachable(
                        host,
                        "cannot connect to " + host + " port " + port + ": " + Reason.of(last)),
                last);
    }

    private static InetAddress[] addresses(String host) throws MailException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new MailException(new Problem.Unknown(host, "no host is called " + host), e);
        }
    }

    private static Wire unix(Server server, Transcript transcript, Path path) throws MailException {
        transcript.note("connecting to " + path);
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return here(
                        server,
                        transcript,
                        channel,
                        Channels.newInputStream(channel),
                        Channels.newOutputStream(channel));
            } catch (IOException e) {
                close(channel);
                throw e;
            }
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Unreachable(
                            path.toString(), "cannot connect to " + path + ": " + Reason.of(e)),
                    e);
        }
    }

    /// From now on the server may send back what it is told.
    void hide(Credentials as) {
        mask = as::masked;
    }

    boolean isSecure() {
        return secure;
    }

    /// Whether nobody on a network can listen.
    boolean isLocal() {
        return local;
    }

    void startTls() throws MailException {
        if (!(socket instanceof Socket tcp)) {
            throw new MailException(
                    new Problem.NotTrusted(
                            server.name(), "TLS is spoken over the network, and this is none"));
        }
        ScheduledFuture<?> limit = limit(server.timeouts().connect());
        try {
            SSLSocket tls = handshake(tcp);
            in = new LineReader(tls.getInputStream());
            out = new BufferedOutputStream(tls.getOutputStream(), 32 * 1024);
            secure = true;
            String version = tls.getSession().getProtocol();
            transcript.note(version + " with " + tls.getSession().getCipherSuite());
        } catch (MailException e) {
            transcript.note(
                    e.problem() instanceof Problem.BadCertificate bad
                            ? bad.fact()
                            : e.problem().message());
            throw tooLate ? late("the TLS handshake", e) : e;
        } catch (IOException e) {
            throw broken("the TLS handshake", e);
        } finally {
            limit.cancel(false);
        }
    }

    private SSLSocket handshake(Socket tcp) throws MailException {
        return switch (server.tls()) {
            case OPPORTUNISTIC -> Unverified.handshake(tcp, server.name());
            case CHECKED -> {
                SSLSocket tls = Unverified.handshake(tcp, server.name());
                Optional<String> refusal = server.check().refusal(Unverified.chain(tls));
                if (refusal.isPresent()) {
                    throw new MailException(
                            new Problem.NotTrusted(
                                    server.name(),
                                    server.name() + " cannot be trusted: " + refusal.get()));
                }
                yield tls;
            }
            case IMPLICIT, STARTTLS, CLEAR, NONE_LOOPBACK_ONLY ->
                    server.trust().handshake(tcp, server.name(), tcp.getPort());
        };
    }

    /// Whether the server sent something before TLS that would be read after it.
    boolean hasMore() throws MailException {
        try {
            return in.hasMore();
        } catch (IOException e) {
            throw broken("STARTTLS", e);
        }
    }

    /// Sends a command line and reads the reply.
    Reply command(String line) throws MailException {
        send(line, line);
        return reply(line, server.timeouts().command());
    }

    /// Sends a line of which the transcript shows another form.
    Reply secret(String line, String shown) throws MailException {
        send(line, shown);
        return reply("AUTH", server.timeouts().command());
    }

    /// Puts a command line into the buffer. No line end can be in it: that would be two commands.
    void send(String line, String shown) throws MailException {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
            throw new MailException(
                    new Problem.Malformed("command", "an SMTP command cannot hold a line end"));
        }
        transcript.client(shown);
        write(line, () -> out.write((line + "\r\n").getBytes(UTF_8)), server.timeouts().command());
    }

    void message(Payload message) throws MailException {
        transcript.client("(a message of " + message.size() + " octets)");
        writeMessage(() -> message.writeLines(out));
    }

    /// The same as one chunk that is not the last (RFC 3030 section 3), with the answer to it.
    Reply chunk(Payload message) throws MailException {
        String command = "BDAT " + message.size();
        send(command, command + " (and the message)");
        writeMessage(() -> message.writeChunk(out));
        return reply("the message", server.timeouts().data());
    }

    private void writeMessage(Writing message) throws MailException {
        write(
                "the message",
                () -> {
                    message.run();
                    out.flush();
                },
                server.timeouts().data());
    }

    /// Sends what ends a message, the dot or an empty last chunk.
    Reply end(String line) throws MailException {
        send(line, line);
        return reply("the end of the message", server.timeouts().dot());
    }

    /// The end, for which nobody waits long: all that matters has been said.
    void quit() throws MailException {
        send("QUIT", "QUIT");
        Duration usual = server.timeouts().command();
        reply("QUIT", usual.compareTo(FAREWELL) < 0 ? usual : FAREWELL);
    }

    Reply reply(String to) throws MailException {
        return reply(to, server.timeouts().command());
    }

    private Reply reply(String to, Duration wait) throws MailException {
        ScheduledFuture<?> limit = limit(wait);
        try {
            out.flush();
            Reply reply = Reply.read(in, server.name(), mask);
            transcript.server(reply);
            return reply;
        } catch (IOException e) {
            throw broken(to, e);
        } catch (MailException e) {
            transcript.note(e.problem().message());
            throw tooLate ? late(to, e) : e;
        } finally {
            limit.cancel(false);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(String what, Writing writing, Duration wait) throws MailException {
        ScheduledFuture<?> limit = limit(wait);
        try {
            writing.run();
        } catch (IOException e) {
            throw broken(what, e);
        } finally {
            limit.cancel(false);
        }
    }

    private ScheduledFuture<?> limit(Duration wait) {
        return WATCH.schedule(
                () -> {
                    tooLate = true;
                    close(socket);
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private MailException broken(String at, IOException e) {
        if (tooLate) {
            return late(at, e);
        }
        String sentence = "the connection to " + server.name() + " broke at " + verb(at);
        transcript.note(sentence + ": " + Reason.of(e));
        return new MailException(new Problem.Unreachable(server.name(), sentence), e);
    }

    private MailException late(String at, Exception e) {
        String sentence = server.name() + " did not answer in time to " + verb(at);
        transcript.note(sentence);
        return new MailException(new Problem.Unreachable(server.name(), sentence), e);
    }

    /// Only the verb: a problem may be logged, an address may not.
    private static String verb(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    @Override
    public void close() {
        if (socket instanceof Spoken program) {
            program.end();
        } else {
            close(socket);
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger("hazel.smtp").log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
    }

    private static ScheduledThreadPoolExecutor watch() {
        var watch =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("smtp-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }
}
