package hazel.discover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.dns.Deadline;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Quota;
import hazel.mail.Reason;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Sasl;
import hazel.tls.Trust;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What one learns of an IMAP server by knocking (RFC 9051): whether its certificate verifies, what
/// it offers, and, where a login is given, whether it takes it. Reads no mail.
///
/// What comes before TLS is forgotten (section 6.2.1); every line and every answer is bounded.
public final class ImapKnock implements AutoCloseable {

    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_LINES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Server server;
    private final Deadline deadline;
    private final List<String> said;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private boolean isSecure;

    /// Once it was told a secret, the server may send it back.
    private UnaryOperator<String> mask = UnaryOperator.identity();

    private int tag;

    /// Where to knock, and as whom.
    ///
    /// @param trust whom to believe to be it
    public record Server(
            String host, int port, Protection protection, Trust trust, Optional<Login> login) {}

    /// How the connection is protected.
    public enum Protection {
        IMPLICIT_TLS,
        STARTTLS,
        /// Not: only to this machine itself.
        LOOPBACK_ONLY
    }

    /// @param capabilities in capitals, as offered last: after the login where there was one
    /// @param quotas of the inbox, where the server says
    public record Offer(
            Set<String> capabilities, boolean isSecure, boolean isLoggedIn, List<Quota> quotas) {
        public Offer {
            capabilities = Set.copyOf(capabilities);
            quotas = List.copyOf(quotas);
        }
    }

    private ImapKnock(Server server, Deadline deadline, List<String> said) {
        this.server = server;
        this.deadline = deadline;
        this.said = said;
    }

    /// Blocks, and not beyond the deadline.
    ///
    /// @param said gets every line, `C: ` and `S: ` before it, secrets masked; what is neither
    ///   begins with `-- `
    /// @throws MailException with [Problem.Unknown], [Problem.Unreachable], [Problem.NotTrusted],
    ///   [Problem.BadCredentials], [Problem.Refused] or [Problem.Protocol]
    public static Offer of(Server server, Deadline deadline, List<String> said)
            throws MailException {
        try (var knock = new ImapKnock(server, deadline, said)) {
            return knock.run();
        } catch (IOException e) {
            said.add("-- " + Reason.of(e));
            throw new MailException(
                    new Problem.Unreachable(
                            server.host(),
                            "no answer from "
                                    + server.host()
                                    + " port "
                                    + server.port()
                                    + ": "
                                    + Reason.of(e)),
                    e);
        }
    }

    private Offer run() throws IOException, MailException {
        connect();
        if (server.protection() == Protection.IMPLICIT_TLS) {
            tls();
        }
        greeting();
        if (server.protection() == Protection.STARTTLS) {
            startTls();
        }
        Set<String> offered = capabilities();
        if (server.login().isEmpty()) {
            command("LOGOUT", "LOGOUT");
            return new Offer(offered, isSecure, false, List.of());
        }
        Login login = server.login().get();
        login.perform(as -> login(login, as, offered));
        Set<String> after = capabilities();
        List<Quota> quotas = after.contains("QUOTA") ? quotas() : List.of();
        command("LOGOUT", "LOGOUT");
        return new Offer(after, isSecure, true, quotas);
    }

    private List<Quota> quotas() throws IOException, MailException {
        return command("GETQUOTAROOT INBOX", "GETQUOTAROOT INBOX").told().stream()
                .filter(l -> l.toUpperCase(Locale.ROOT).startsWith("* QUOTA "))
                .flatMap(l -> Quota.parse(l).stream())
                .toList();
    }

    private void connect() throws IOException, MailException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(server.host());
        } catch (UnknownHostException e) {
            throw new MailException(
                    new Problem.Unknown(server.host(), "no host is called " + server.host()), e);
        }
        IOException last = new IOException("it has no address");
        for (InetAddress address : addresses) {
            said.add("-- connecting to " + address.getHostAddress() + " port " + server.port());
            socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, server.port()), left());
                in = new BufferedInputStream(socket.getInputStream());
                boolean isLocal = address.isLoopbackAddress();
                if (server.protection() == Protection.LOOPBACK_ONLY && !isLocal) {
                    throw untrusted(" is not this machine, and no TLS was asked for");
                }
                return;
            } catch (IOException e) {
                last = e;
                socket.close();
            }
        }
        throw last;
    }

    private int left() throws IOException {
        int millis = (int) deadline.atMost(PATIENCE).toMillis();
        if (millis <= 0) {
            throw new IOException("no answer in time");
        }
        return millis;
    }

    private void tls() throws IOException, MailException {
        socket.setSoTimeout(left());
        var tls = server.trust().handshake(socket, server.host(), server.port());
        said.add("-- " + tls.getSession().getProtocol());
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        isSecure = true;
    }

    private void greeting() throws IOException, MailException {
        String line = line();
        if (line.startsWith("* OK")) {
            return;
        }
        if (line.startsWith("* PREAUTH") && isSecure) {
            return;
        }
        throw new MailException(
                line.startsWith("* BYE")
                        ? new Problem.Refused("connect", 421, server.host() + " says goodbye")
                        : new Problem.Protocol(
                                server.host(), server.host() + " does not greet as IMAP does"));
    }

    private void startTls() throws IOException, MailException {
        if (!capabilities().contains("STARTTLS")) {
            throw untrusted(" does not offer STARTTLS; nothing was sent to it in clear");
        }
        if (!command("STARTTLS", "STARTTLS").isOk()) {
            throw untrusted(" refuses STARTTLS");
        }
        if (in.available() > 0) {
            throw untrusted(" sent text ahead of TLS that would pass for protected");
        }
        tls();
    }

    private MailException untrusted(String what) {
        return new MailException(new Problem.NotTrusted(server.host(), server.host() + what));
    }

    private Set<String> capabilities() throws IOException, MailException {
        Set<String> all = new LinkedHashSet<>();
        for (String line : command("CAPABILITY", "CAPABILITY").told()) {
            String upper = line.toUpperCase(Locale.ROOT);
            if (upper.startsWith("* CAPABILITY ")) {
                all.addAll(Arrays.asList(upper.substring("* CAPABILITY ".length()).split(" +")));
            }
        }
        return all;
    }

    /// By SASL, or by LOGIN where no mechanism is offered and it is not forbidden. What is said is
    /// said inside TLS or on this machine.
    ///
    /// @return the mechanism
    private String login(Login login, Credentials as, Set<String> offered)
            throws IOException, MailException {
        if (!isSecure && server.protection() != Protection.LOOPBACK_ONLY) {
            throw untrusted(" would get the password in clear");
        }
        Set<String> mechanisms =
                offered.stream()
                        .filter(word -> word.startsWith("AUTH="))
                        .map(word -> word.substring("AUTH=".length()))
                        .collect(Collectors.toSet());
        boolean byCommand =
                mechanisms.isEmpty()
                        && !offered.contains("LOGINDISABLED")
                        && as.kind() == Credentials.Kind.PASSWORD
                        && isQuotable(as.user())
                        && isQuotable(as.secret());
        var peer =
                new Login.Peer(new Sasl.Host(server.host(), server.port()), mechanisms, isSecure);
        mask = as::masked;
        if (byCommand) {
            login.weigh("LOGIN", peer);
            taken(
                    command(
                            "LOGIN " + quoted(as.user()) + " " + quoted(as.secret()),
                            "LOGIN " + quoted(as.user()) + " ***"));
            return "LOGIN";
        }
        Sasl.Exchange sasl = login.exchange(as, peer);
        taken(authenticated(sasl, offered.contains("SASL-IR")));
        return sasl.mechanism();
    }

    private void taken(Answer answer) throws MailException {
        if (!answer.isOk()) {
            throw new MailException(
                    new Problem.BadCredentials(
                            server.host(),
                            server.host() + " does not take the login: " + answer.words()));
        }
    }

    /// @param isInitial whether the first message may stand in the command itself (RFC 4959)
    private Answer authenticated(Sasl.Exchange sasl, boolean isInitial)
            throws IOException, MailException {
        Optional<String> first = sasl.initialWord();
        String command = "AUTHENTICATE " + sasl.mechanism();
        boolean isSaid = first.isEmpty() || isInitial;
        String mark =
                first.isPresent() && isInitial
                        ? send(command + " " + first.get(), command + " ***")
                        : send(command, command);
        for (int i = 0; i < MOST_LINES; i++) {
            String line = line();
            if (line.startsWith(mark)) {
                var answer = new Answer(List.of(), line.substring(mark.length()));
                if (answer.isOk() && !sasl.isComplete()) {
                    throw untrusted(" did not prove that it knows the password");
                }
                return answer;
            }
            if (line.startsWith("+")) {
                String next = isSaid ? answer(sasl, line) : first.orElseThrow();
                said.add("C: ***");
                write(next);
                isSaid = true;
            }
        }
        throw talks();
    }

    private String answer(Sasl.Exchange sasl, String challenge) throws MailException {
        try {
            return sasl.respondWord(challenge.substring(1));
        } catch (IllegalArgumentException e) {
            throw new MailException(
                    new Problem.Protocol(
                            server.host(), server.host() + " sends a challenge that is not base64"),
                    e);
        }
    }

    private static boolean isQuotable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// @param result what stands behind the tag
    private record Answer(List<String> told, String result) {
        boolean isOk() {
            return result.toUpperCase(Locale.ROOT).startsWith("OK");
        }

        /// The server's words without its code.
        String words() {
            return result.replaceFirst("^(?i:NO|BAD) (\\[[^]]*\\] ?)?", "");
        }
    }

    private Answer command(String command, String shown) throws IOException, MailException {
        return answer(send(command, shown));
    }

    private String send(String command, String shown) throws IOException {
        String mark = "a" + ++tag + " ";
        said.add("C: " + mark + shown);
        write(mark + command);
        return mark;
    }

    private void write(String line) throws IOException {
        socket.setSoTimeout(left());
        socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private Answer answer(String mark) throws IOException, MailException {
        List<String> told = new java.util.ArrayList<>();
        for (int i = 0; i < MOST_LINES; i++) {
            String line = line();
            if (line.startsWith(mark)) {
                return new Answer(List.copyOf(told), line.substring(mark.length()));
            }
            told.add(line);
        }
        throw talks();
    }

    private MailException talks() {
        return new MailException(
                new Problem.Protocol(server.host(), server.host() + " talks without end"));
    }

    private String line() throws IOException, MailException {
        socket.setSoTimeout(left());
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it closed the connection");
            }
            if (line.length() > LONGEST_LINE) {
                throw talks();
            }
            left(); // one that sends an octet now and then does not stretch the time
            line.append(new String(new byte[] {(byte) c}, ISO_8859_1));
        }
        String text = mask.apply(line.toString().replaceFirst("\r$", ""));
        // With what SCRAM's server says, who reads it could try passwords at leisure.
        said.add(text.startsWith("+") ? "S: + ***" : "S: " + text);
        return text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
