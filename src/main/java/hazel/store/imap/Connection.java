package hazel.store.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Sasl;
import hazel.store.local.ModifiedUtf7;

import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A connection to a server, logged in. Used by one thread at a time; [#abort] from any.
///
/// After an exception with [Problem.Unreachable] or [Problem.Protocol] it is of no use any more.
///
/// Long because all that is said over it is bounded and timed in one place.
final class Connection implements AutoCloseable {

    /// QUIRK: Angus puts a space before no words at all too, and there are servers that take that
    /// for a mistake.
    static final Argument NO_WORDS = new Argument();

    private static final String UTF8 = "UTF8=ACCEPT";

    /// The command, as a mechanism: it does the same as the one that has its name.
    private static final String BY_COMMAND = "LOGIN";

    /// What an ordinary command's answers may cost.
    static final Cost USUAL = new Cost(16 << 20, 1 << 20, Duration.ofMinutes(3));

    /// How soon somebody who wants no more of a silent server is heard.
    private static final Duration TICK = Duration.ofMillis(300);

    /// @param octets of all answers together
    /// @param literal the longest
    /// @param time for all answers together
    record Cost(long octets, long literal, Duration time) {}

    private final ImapServer server;
    private final Dialling.Dialled line;
    private final Socket socket;
    private final Guard guard;
    private final Outward outward;
    private final IMAPProtocol protocol;
    private boolean isBroken;

    /// When a command was said that is under way, by [System#nanoTime]; read by other threads.
    private volatile Optional<Long> asked = Optional.empty();

    /// Whether names are said in UTF-8 (RFC 6855).
    private boolean isUtf8;

    private Connection(ImapServer server, Dialling.Dialled line) throws IOException {
        this.server = server;
        this.line = line;
        this.socket = line.socket();
        this.guard = new Guard(socket.getInputStream());
        this.outward = new Outward(socket.getOutputStream());
        this.protocol =
                new IMAPProtocol(
                        guard,
                        new PrintStream(outward, false, ISO_8859_1),
                        new Properties(),
                        false) {
                    @Override
                    public boolean supportsUtf8() {
                        return isUtf8;
                    }
                };
    }

    /// Connects, protects the connection, and logs in.
    ///
    /// @throws MailException with [Problem.Unknown] or [Problem.Unreachable] where there is no
    ///   connection, [Problem.NotTrusted] for anything about TLS, [Problem.BadCredentials] where
    ///   the login is refused, [Problem.Refused] and [Problem.Protocol] for what the server says
    static Connection open(ImapServer server) throws MailException {
        Dialling.Dialled line = Dialling.connect(server);
        boolean isReady = false;
        try {
            var connection = new Connection(server, line);
            if (server.protection() != ImapServer.Protection.STARTTLS) {
                connection.greeted();
            }
            connection.readCapabilities();
            if (connection.needsTls()) {
                return open(server.startingTls());
            }
            connection.logIn();
            isReady = true;
            return connection;
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Unreachable(
                            server.host(), "the connection to " + server.host() + " broke"),
                    e);
        } finally {
            if (!isReady) {
                line.cut();
            }
        }
    }

    String host() {
        return server.host();
    }

    boolean offers(String capability) {
        return protocol.hasCapability(capability);
    }

    /// Whether text is UTF-8 without saying so.
    boolean isUtf8() {
        return isUtf8;
    }

    /// A mailbox's name as an argument.
    ///
    /// @param server in modified UTF-7, which is how the replica has it whatever is spoken today
    Argument name(String server) {
        return isUtf8
                ? new Argument().writeString(ModifiedUtf7.decode(server), UTF_8)
                : new Argument().writeString(server);
    }

    /// A mailbox's name in modified UTF-7.
    ///
    /// @param told as the server wrote it
    String heard(String told) {
        return isUtf8 ? ModifiedUtf7.encode(told) : told;
    }

    Set<String> capabilities() {
        return new TreeSet<>(protocol.getCapabilities().keySet());
    }

    boolean isBroken() {
        return isBroken;
    }

    private void greeted() throws MailException, IOException {
        guard.allow(1 << 16, 0, server.answer().toNanos());
        try {
            Response greeting = protocol.readResponse();
            if (greeting.isBYE() || greeting.isNO()) {
                throw new MailException(Answers.refusal(server.host(), greeting));
            }
            if (!greeting.isUnTagged() || !greeting.isOK()) {
                throw broken("greets as nobody that asks for a login", new IOException());
            }
        } catch (ProtocolException e) {
            throw broken("greets with nothing of IMAP", e);
        }
    }

    /// Whether it lets nobody log in as it is, though it is this machine: it may only pass on what
    /// it hears, as a tunnel does.
    private boolean needsTls() {
        return server.protection() == ImapServer.Protection.LOOPBACK_ONLY
                && offers("LOGINDISABLED")
                && offers("STARTTLS");
    }

    private void logIn() throws MailException {
        if (!offers("IMAP4rev1") && !offers("IMAP4rev2")) {
            throw broken("speaks no IMAP that Hazel knows", new IOException());
        }
        server.login().perform(this::logInAs);
        readCapabilities();
        compress();
        introduce();
    }

    /// @return the mechanism
    private String logInAs(Credentials credentials) throws MailException {
        Set<String> offered =
                protocol.getCapabilities().keySet().stream()
                        .filter(c -> c.startsWith("AUTH="))
                        .map(c -> c.substring("AUTH=".length()).toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        boolean byCommand =
                offered.isEmpty()
                        && !offers("LOGINDISABLED")
                        && server.login().mechanism().filter(m -> !m.equals(BY_COMMAND)).isEmpty()
                        && credentials.kind() == Credentials.Kind.PASSWORD;
        var peer =
                new Login.Peer(
                        new Sasl.Host(server.host(), server.port()),
                        offered,
                        server.protection() != ImapServer.Protection.LOOPBACK_ONLY);
        if (byCommand) {
            server.login().weigh(BY_COMMAND, peer);
            loginCommand(credentials);
            return BY_COMMAND;
        }
        Sasl.Exchange exchange = server.login().exchange(credentials, peer);
        authenticate(credentials, exchange);
        return exchange.mechanism();
    }

    /// COMPRESS (RFC 4978). A server that offers it and then will not is spoken to as before.
    private void compress() throws MailException {
        if (!offers("COMPRESS=DEFLATE")) {
            return;
        }
        Response[] answers = said("COMPRESS DEFLATE", NO_WORDS, USUAL);
        if (answers[answers.length - 1].isOK()) {
            try {
                outward.deflate();
                guard.inflate();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private void readCapabilities() throws MailException {
        Response[] answers = run("CAPABILITY", NO_WORDS, USUAL);
        protocol.handleCapabilityResponse(answers);
    }

    private void loginCommand(Credentials credentials) throws MailException {
        var words = new Argument();
        words.writeString(credentials.user(), UTF_8);
        words.writeString(credentials.secret(), UTF_8);
        Response[] answers = said("LOGIN", words, USUAL);
        checkLogin(credentials, answers[answers.length - 1]);
    }

    private void checkLogin(Credentials credentials, Response answer) throws MailException {
        Response last = masked(credentials, answer);
        if (last.isNO()) {
            Problem refusal = Answers.refusal(server.host(), last);
            throw new MailException(
                    refusal.isTemporary()
                            ? refusal
                            : new Problem.BadCredentials(
                                    credentials.user(),
                                    server.host()
                                            + " refuses the login of "
                                            + credentials.user()
                                            + ": "
                                            + Answers.text(last)));
        }
        checked(last);
    }

    private static Response masked(Credentials credentials, Response answer) {
        String told = answer.toString();
        String masked = credentials.masked(told);
        return masked.equals(told) ? answer : new Response(masked);
    }

    /// AUTHENTICATE (RFC 9051 section 6.2.2), with an initial response where that is offered (RFC
    /// 4959).
    private void authenticate(Credentials credentials, Sasl.Exchange exchange)
            throws MailException {
        guard.allow(1 << 20, 0, USUAL.time().toNanos());
        Optional<String> initial = exchange.initialWord();
        boolean atOnce = initial.isPresent() && offers("SASL-IR");
        String command = "AUTHENTICATE " + exchange.mechanism();
        try {
            String tag = protocol.writeCommand(command + (atOnce ? " " + initial.get() : ""), null);
            boolean isInitialDue = initial.isPresent() && !atOnce;
            while (true) {
                Response answer = protocol.readResponse();
                if (answer.isContinuation()) {
                    line(isInitialDue ? initial.get() : response(exchange, answer));
                    isInitialDue = false;
                } else if (answer.isTagged() && answer.getTag().equals(tag)) {
                    checkLogin(credentials, answer);
                    break;
                } else if (answer.isBYE()) {
                    Response goodbye = masked(credentials, answer);
                    throw new MailException(Answers.refusal(server.host(), goodbye));
                }
            }
        } catch (IOException | ProtocolException e) {
            throw failed(e);
        }
        if (!exchange.isComplete()) {
            throw new MailException(
                    new Problem.NotTrusted(
                            server.host(), server.host() + " did not prove who it is"));
        }
    }

    private String response(Sasl.Exchange exchange, Response challenge) throws MailException {
        try {
            return exchange.respondWord(challenge.getRest());
        } catch (IllegalArgumentException e) {
            throw broken("sends a challenge that is not base64", e);
        }
    }

    private void line(String text) throws IOException {
        outward.write((text + "\r\n").getBytes(US_ASCII));
        outward.flush();
    }

    /// What is only said where the server knows it: who we are (RFC 2971), and what we understand
    /// (RFC 5161).
    private void introduce() throws MailException {
        if (offers("ID")) {
            said("ID (\"name\" \"Hazel\")", NO_WORDS, USUAL);
        }
        if (offers("ENABLE")) {
            String wanted =
                    Stream.of("CONDSTORE", "QRESYNC", UTF8)
                            .filter(this::offers)
                            .collect(Collectors.joining(" "));
            if (!wanted.isEmpty()) {
                isUtf8 =
                        Stream.of(said("ENABLE " + wanted, NO_WORDS, USUAL))
                                .filter(r -> r instanceof IMAPResponse i && i.keyEquals("ENABLED"))
                                .map(r -> " " + String.valueOf(r.getRest()).strip() + " ")
                                .anyMatch(
                                        r -> r.toUpperCase(Locale.ROOT).contains(" " + UTF8 + " "));
            }
        }
    }

    /// Says a command and waits for its end.
    ///
    /// @return all answers, the last of which is OK
    /// @throws MailException with [Problem.Refused] where it is NO
    Response[] run(String command, Argument words, Cost cost) throws MailException {
        Response[] answers = said(command, words, cost);
        checked(answers[answers.length - 1]);
        return answers;
    }

    /// The same, followed by somebody who may want to stop it; the connection is of no use then.
    Response[] watched(String command, Cost cost, Guard.Watch watch) throws MailException {
        try {
            socket.setSoTimeout((int) TICK.toMillis());
            guard.watch(watch, server.answer().toNanos());
            try {
                return run(command, NO_WORDS, cost);
            } finally {
                guard.watch(Guard.Watch.NONE, 0);
                if (!line.wire().isClosed()) {
                    socket.setSoTimeout((int) server.answer().toMillis());
                }
            }
        } catch (SocketException e) {
            throw failed(e);
        }
    }

    Response[] run(String command) throws MailException {
        return run(command, NO_WORDS, USUAL);
    }

    private void checked(Response last) throws MailException {
        if (last.isNO()) {
            throw new MailException(Answers.refusal(server.host(), last));
        }
        if (!last.isOK()) {
            throw new MailException(
                    new Problem.Protocol(
                            server.host(),
                            server.host() + " does not understand: " + Answers.text(last)));
        }
    }

    /// How long a command waits for its answer and nothing came or went; from any thread.
    Duration silence() {
        return asked.map(at -> Math.max(at, Math.max(guard.heardAt(), outward.saidAt())))
                .map(last -> Duration.ofNanos(System.nanoTime() - last))
                .orElse(Duration.ZERO);
    }

    private Response[] said(String command, Argument words, Cost cost) throws MailException {
        guard.allow(cost.octets(), cost.literal(), cost.time().toNanos());
        asked = Optional.of(System.nanoTime());
        try {
            Response[] answers = protocol.command(command, words == NO_WORDS ? null : words);
            Response last = answers[answers.length - 1];
            if (last.isBYE()) {
                throw failed(
                        last.getException() == null
                                ? new IOException("it says goodbye: " + Answers.text(last))
                                : last.getException());
            }
            return answers;
        } catch (CancellationException e) {
            isBroken = true;
            abort();
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw broken("answers nothing that can be understood", e); // Angus met what it cannot
        } finally {
            asked = Optional.empty();
        }
    }

    /// Says IDLE (RFC 2177) and waits until something happens or the time is over.
    ///
    /// @return what was told
    List<Response> idle(Duration longest) throws MailException {
        guard.allow(1 << 16, 1 << 12, USUAL.time().toNanos());
        try {
            String tag = protocol.writeCommand("IDLE", null);
            List<Response> told = new ArrayList<>();
            Response go = protocol.readResponse();
            while (!go.isContinuation()) {
                if (go.isTagged() || go.isBYE()) {
                    throw new MailException(Answers.refusal(server.host(), go));
                }
                if (isNews(go)) {
                    told.add(go); // between the last time and this
                }
                go = protocol.readResponse();
            }
            wait(longest, told);
            line("DONE");
            guard.allow(1 << 20, 1 << 16, USUAL.time().toNanos());
            Response end = protocol.readResponse();
            while (!(end.isTagged() && end.getTag().equals(tag))) {
                if (end.isBYE()) {
                    throw new MailException(Answers.refusal(server.host(), end));
                }
                told.add(end);
                end = protocol.readResponse();
            }
            return told;
        } catch (IOException | ProtocolException e) {
            throw failed(e);
        } catch (RuntimeException | StackOverflowError e) {
            throw broken("answers nothing that can be understood", e);
        }
    }

    /// QUIRK: a server that says `* OK Still here` every two minutes has told nothing.
    private static boolean isNews(Response told) {
        return told.isUnTagged() && (!told.isOK() || Answers.isOverflow(told));
    }

    /// Until something is told, or the time is over.
    private void wait(Duration longest, List<Response> told) throws IOException, ProtocolException {
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (told.isEmpty()) {
                long left = Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
                guard.allow(1 << 16, 1 << 12, longest.plusMinutes(1).toNanos());
                socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                Response each = protocol.readResponse();
                if (each.isBYE()) {
                    throw new IOException("it says goodbye");
                }
                if (isNews(each)) {
                    told.add(each);
                }
                if (System.nanoTime() - end > 0) {
                    break;
                }
            }
        } catch (SocketTimeoutException _) {
            // Nothing happened.
        } finally {
            socket.setSoTimeout((int) server.answer().toMillis());
        }
    }

    private MailException failed(Exception e) {
        if (e instanceof Guard.OutOfBounds) {
            return broken("cannot be listened to: " + e.getMessage(), e);
        }
        if (e instanceof ProtocolException) {
            return broken("does not keep to IMAP", e);
        }
        isBroken = true;
        return new MailException(
                new Problem.Unreachable(
                        server.host(),
                        e instanceof SocketTimeoutException
                                ? server.host() + " does not answer"
                                : "the connection to " + server.host() + " broke"),
                e);
    }

    private MailException broken(String what, Throwable e) {
        isBroken = true;
        return new MailException(
                new Problem.Protocol(server.host(), server.host() + " " + what), e);
    }

    /// Ends the connection at once; whoever waits on it is told that it broke.
    void abort() {
        line.cut();
    }

    /// Says goodbye where that can still be heard.
    @Override
    public void close() {
        if (!isBroken) {
            try {
                socket.setSoTimeout(1000);
                guard.allow(1 << 16, 0, Duration.ofSeconds(1).toNanos());
                protocol.command("LOGOUT", null);
            } catch (IOException | RuntimeException e) {
                System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "at LOGOUT", e);
            }
        }
        abort();
    }
}
