package hazel.pop3;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.pop3.Pop3Server.Protection;
import hazel.sasl.Credentials;
import hazel.text.Harmless;

import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// A session with a server, logged in (RFC 1939, 2449, 2595, 5034).
///
/// Opening one connects, protects the connection as [Pop3Server] asks and logs in; it throws where
/// any of that is refused, and never does something less instead. Calls block; used by one thread
/// at a time.
public final class Pop3Client implements AutoCloseable {

    /// More than this in a list are a flood.
    private static final int MOST_MESSAGES = 200_000;

    private final Pop3Wire wire;
    private final Pop3Server server;
    private TreeSet<String> offers = new TreeSet<>();
    private boolean secure;

    private Pop3Client(Pop3Wire wire, Pop3Server server) {
        this.wire = wire;
        this.server = server;
    }

    /// @throws MailException with [Problem.Unknown] or [Problem.Unreachable] where there is no
    ///   connection, [Problem.NotTrusted] or [Problem.BadCertificate] for anything about TLS,
    ///   [Problem.BadCredentials] for the login, [Problem.Busy] where the server says to come again
    public static Pop3Client open(Pop3Server server) throws MailException {
        Pop3Wire wire = Pop3Wire.connect(server);
        boolean ready = false;
        try {
            var client = new Pop3Client(wire, server);
            client.begin();
            ready = true;
            return client;
        } finally {
            if (!ready) {
                wire.close();
            }
        }
    }

    /// Knocks at a server without logging in: nothing of [Pop3Server#login] is sent.
    ///
    /// @return what it offers once the connection is protected as asked, in capitals
    public static Set<String> offers(Pop3Server server) throws MailException {
        try (var client = new Pop3Client(Pop3Wire.connect(server), server)) {
            var _ = client.greeted();
            return Set.copyOf(client.offers);
        }
    }

    private void begin() throws MailException {
        login(greeted());
    }

    /// @return what the server greets with, over a connection that is protected as asked
    private String greeted() throws MailException {
        if (server.protection() == Protection.LOOPBACK_ONLY && !wire.isLocal()) {
            throw untrusted(" is not this machine, and no TLS was asked for");
        }
        if (server.protection() == Protection.IMPLICIT_TLS) {
            wire.startTls();
            secure = true;
        }
        String greeting = answer("the connection");
        capabilities();
        if (server.protection() == Protection.STARTTLS) {
            startTls();
        }
        return greeting;
    }

    private void capabilities() throws MailException {
        offers = new TreeSet<>();
        wire.say("CAPA");
        if (isOk(wire.line())) {
            list((_, line) -> offers.add(line.toUpperCase(Locale.ROOT)));
        }
    }

    private void startTls() throws MailException {
        if (!offers.contains("STLS")) {
            throw untrusted(" does not offer STLS; nothing was sent to it in clear");
        }
        wire.say("STLS");
        String go = wire.line();
        if (!isOk(go)) {
            throw untrusted(" refuses STLS: " + shown(go));
        }
        if (wire.hasMore()) {
            throw untrusted(" sent text ahead of TLS that would pass for protected");
        }
        wire.startTls();
        secure = true;
        capabilities(); // what was offered in clear counts for nothing
    }

    private void login(String greeting) throws MailException {
        if (!secure && !wire.isLocal()) {
            throw untrusted(" would see the password without TLS; it was not sent");
        }
        server.login().perform(as -> login(as, greeting));
    }

    /// @return the mechanism
    private String login(Credentials as, String greeting) throws MailException {
        wire.hide(as);
        Pop3Login.Tried tried = new Pop3Login(wire, server, offers, greeting, secure).said(as);
        String answer = tried.answer();
        if (!isOk(answer)) {
            throw isForLater(answer)
                    ? refused("the login", answer)
                    : new MailException(
                            new Problem.BadCredentials(
                                    as.user(),
                                    server.host()
                                            + " refuses the login of "
                                            + as.user()
                                            + ": "
                                            + shown(answer)));
        }
        wire.hideNothing();
        return tried.mechanism();
    }

    /// Whether the connection is protected by TLS.
    public boolean isSecure() {
        return secure;
    }

    /// What CAPA told, in capitals; empty where the server does not know it.
    public List<String> offers() {
        return List.copyOf(offers);
    }

    /// The numbers of the messages there are, for this session, and their sizes as the server has
    /// them.
    public Map<Integer, Long> sizes() throws MailException {
        wire.say("LIST");
        var _ = answer("LIST");
        Map<Integer, Long> sizes = new TreeMap<>();
        list((number, text) -> sizes.put(number, digits(text)));
        sizes.remove(0);
        return sizes;
    }

    /// The server's lasting names of the messages, as far as it has any (UIDL).
    public Map<Integer, String> names() throws MailException {
        wire.say("UIDL");
        Map<Integer, String> names = new TreeMap<>();
        if (isOk(wire.line())) {
            list((number, text) -> names.put(number, text));
            names.values().removeIf(String::isEmpty);
        }
        return names;
    }

    private static long digits(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /// The whole message.
    ///
    /// @param most octets
    /// @return false where it is longer: the session is over then
    boolean retrieve(int number, OutputStream out, long most) throws MailException {
        return text("RETR " + number, out, most);
    }

    /// The header alone.
    ///
    /// @return false where it is longer
    boolean top(int number, OutputStream out, long most) throws MailException {
        return text("TOP " + number + " 0", out, most);
    }

    private boolean text(String command, OutputStream out, long most) throws MailException {
        wire.say(command);
        var _ = answer(command);
        boolean whole = wire.message(out, most);
        if (!whole) {
            abort();
        }
        return whole;
    }

    /// Whether the server can show a header without the rest. One that has no CAPA can, mostly.
    boolean hasTop() {
        return offers.contains("TOP");
    }

    /// What refusals of the server are told by.
    String host() {
        return server.host();
    }

    /// Marks a message to be deleted when [#quit] is answered.
    void delete(int number) throws MailException {
        wire.say("DELE " + number);
        var _ = answer("DELE");
    }

    /// Ends the session; what was deleted is gone once this returns.
    void quit() throws MailException {
        wire.say("QUIT");
        var _ = answer("QUIT");
    }

    /// Ends the connection at once: nothing is deleted. May be called from any thread.
    public void abort() {
        wire.close();
    }

    /// Without QUIT nothing is deleted, which is as it should be where something went wrong.
    @Override
    public void close() {
        abort();
    }

    /// Lines of `NUMBER TEXT`, until a dot. Lines of another form are handed over whole, as 0.
    private void list(BiConsumer<Integer, String> sink) throws MailException {
        for (int n = 0; n <= MOST_MESSAGES; n++) {
            String line = wire.line();
            if (line.equals(".")) {
                return;
            }
            int space = line.indexOf(' ');
            String number = space < 0 ? line : line.substring(0, space);
            boolean isNumbered = number.matches("[1-9][0-9]{0,8}");
            sink.accept(
                    isNumbered ? Integer.parseInt(number) : 0,
                    isNumbered ? line.substring(number.length()).strip() : line.strip());
        }
        throw wire.protocol("lists more than " + MOST_MESSAGES + " messages");
    }

    private String answer(String what) throws MailException {
        String line = wire.line();
        if (isOk(line)) {
            return line;
        }
        throw refused(what, line);
    }

    static boolean isOk(String line) {
        return line.equals("+OK") || line.startsWith("+OK ");
    }

    /// RFC 2449 section 8 and RFC 3206.
    private static boolean isForLater(String line) {
        String text = line.toUpperCase(Locale.ROOT);
        return text.startsWith("-ERR [IN-USE]")
                || text.startsWith("-ERR [LOGIN-DELAY]")
                || text.startsWith("-ERR [SYS/TEMP]");
    }

    private MailException refused(String what, String line) {
        String sentence = server.host() + " refuses " + what + ": " + shown(line);
        if (isForLater(line)) {
            return new MailException(new Problem.Busy(server.host(), sentence));
        }
        return new MailException(
                line.startsWith("-ERR")
                        ? new Problem.NotPermitted(server.host(), sentence)
                        : new Problem.Protocol(
                                server.host(),
                                server.host() + " does not speak POP3: " + shown(line)));
    }

    private static String shown(String line) {
        String text = Harmless.line(line);
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private MailException untrusted(String why) {
        return new MailException(new Problem.NotTrusted(server.host(), server.host() + why));
    }
}
