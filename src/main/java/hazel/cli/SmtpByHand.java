package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.ServerCertificate;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.smtp.Dialogue;
import hazel.smtp.Guide;
import hazel.smtp.Reply;
import hazel.smtp.Server;
import hazel.smtp.SessionWords;
import hazel.smtp.Transcript;
import hazel.text.Harmless;
import hazel.tls.Fingerprint;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A session with a server that somebody leads by hand: reads commands, says them, and prints what
/// is said with what it means.
final class SmtpByHand {

    private static final int CLOSING = 421;
    private static final int LONGEST_MESSAGE = 50_000_000;

    private static final List<String> HELP =
            List.of(
                    "EHLO [NAME]        say hello; HELO in the old way",
                    "STARTTLS           go on inside TLS",
                    "AUTH [MECHANISM]   log in: the user and the password are asked for",
                    "MAIL [ADDRESS]     who sends it, on the envelope; <> for nobody",
                    "RCPT ADDRESS       who is to get it, on the envelope; once for each",
                    "DATA               send the message, to a line with a dot alone",
                    "PIPELINING         hold MAIL and RCPT back until DATA, and send all at once",
                    "RSET               forget the message that was begun",
                    "QUIT               say goodbye",
                    "Anything else is sent as it is typed: VRFY, NOOP, HELP, ...");

    private final HandInput input;
    private final PrintWriter out;
    private Server server;
    private Dialogue dialogue;
    private Guide guide;
    private boolean isPipelining;
    private boolean isOver;
    private boolean isRefused;

    /// Commands that wait to go out together.
    private final List<String> held = new ArrayList<>();

    /// Where the session stands until they do.
    private Guide beforeHeld;

    /// Connects and hears the greeting.
    SmtpByHand(Server server, HandInput input, PrintWriter out) throws MailException {
        this.server = server;
        this.input = input;
        this.out = out;
        this.dialogue = connected();
        this.guide = Guide.greeted(dialogue.isSecure());
        this.beforeHeld = guide;
    }

    private Dialogue connected() throws MailException {
        var words = new SessionWords();
        Transcript live =
                Transcript.heardBy(line -> {
                    words.explained(line).forEach(out::println);
                    out.flush();
                });
        try {
            return SmtpCommand.greeted(server, live);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.BadCertificate bad && isTaken(bad)) {
                return connected();
            }
            throw e;
        }
    }

    /// Goes on to QUIT, the end of the commands, or the end of the connection.
    ///
    /// @return the exit status
    int run() throws MailException {
        try {
            if (input.isPerson()) {
                say("Enter says what stands in brackets; ? lists what can be said.");
            }
            while (!isOver) {
                Optional<String> line = input.line("[" + guide.next() + "] ");
                perform(line.orElse("QUIT").strip());
            }
            return isRefused ? Exit.NO : Exit.OK;
        } finally {
            dialogue.close();
        }
    }

    private void say(String line) {
        out.println(Harmless.line(line));
        out.flush();
    }

    private void perform(String typed) throws MailException {
        if (typed.isEmpty() && !input.isPerson()) {
            return;
        }
        String line = typed.isEmpty() ? guide.next() : typed;
        String first = line.split("\\s", 2)[0];
        String verb = first.toUpperCase(Locale.ROOT);
        String rest = line.substring(first.length()).strip();
        switch (verb) {
            case "?" -> HELP.forEach(this::say);
            case "PIPELINING" -> pipelining();
            case "MAIL" -> envelope("MAIL FROM:", rest);
            case "RCPT" -> envelope("RCPT TO:", rest);
            case "DATA" -> data();
            case "BDAT" -> say("after DATA Hazel sends a message; it sends none by BDAT here");
            default -> {
                flush();
                if (!isOver) {
                    atOnce(verb, rest, line);
                }
            }
        }
    }

    private void atOnce(String verb, String rest, String line) throws MailException {
        switch (verb) {
            case "EHLO" -> heard(verb, rest.isEmpty() ? dialogue.hello() : dialogue.hello(rest));
            case "HELO" ->
                    heard(verb, dialogue.command(rest.isEmpty() ? verb + " " + name() : line));
            case "STARTTLS" -> startTls();
            case "AUTH" -> login(rest);
            case "QUIT" -> {
                Reply _ = dialogue.command("QUIT");
                isOver = true;
            }
            default -> heard(verb, dialogue.command(line));
        }
    }

    private String name() {
        return server.ourName();
    }

    private void heard(String verb, Reply reply) {
        isRefused |= !reply.isPositive();
        isOver |= reply.code() == CLOSING;
        guide = guide.after(verb, reply, dialogue.offers());
    }

    private void pipelining() {
        if (!isPipelining && !guide.offers().has("PIPELINING")) {
            say("the server does not offer PIPELINING: one command at a time");
            return;
        }
        isPipelining = !isPipelining;
        say(
                isPipelining
                        ? "MAIL and RCPT wait now, and go out together with DATA"
                        : "each command is sent at once");
    }

    /// @param verb with what stands before the path
    private void envelope(String verb, String rest) throws MailException {
        String path = rest;
        if (path.isEmpty() && input.isPerson()) {
            String who = verb.startsWith("MAIL") ? "from (empty for nobody): " : "to: ";
            path = input.line(who).orElse("").strip();
        }
        String word = verb.substring(verb.indexOf(' ') + 1);
        boolean hasWord = path.regionMatches(true, 0, word, 0, word.length());
        String bare = hasWord ? path.substring(word.length()).strip() : path;
        String line = verb + (hasWord || bare.startsWith("<") ? bare : "<" + bare + ">");
        if (held.isEmpty()) {
            beforeHeld = guide;
        }
        held.add(line);
        if (isPipelining) {
            guide = guide.after(line.substring(0, 4), Reply.of(250), guide.offers());
        } else {
            flush();
        }
    }

    /// Says what was held back.
    private Optional<Reply> flush() throws MailException {
        Optional<Reply> last = Optional.empty();
        if (!held.isEmpty()) {
            List<String> lines = List.copyOf(held);
            held.clear();
            guide = beforeHeld;
            List<Reply> replies = dialogue.commands(lines);
            for (int i = 0; i < lines.size(); i++) {
                String verb = lines.get(i).substring(0, 4);
                heard(verb, replies.get(i));
            }
            last = Optional.of(replies.getLast());
        }
        return last;
    }

    private void data() throws MailException {
        if (held.isEmpty()) {
            beforeHeld = guide;
        }
        held.add("DATA");
        boolean isAsked = flush().filter(go -> go.code() == 354).isPresent();
        if (isAsked) {
            if (input.isPerson()) {
                say("the header, an empty line, the text; then a line with a dot alone");
            }
            heard("DATA", dialogue.message(message()));
        }
    }

    /// @throws MailException where it has no end: then the server must not get one either
    private byte[] message() throws MailException {
        var text = new StringBuilder();
        while (true) {
            Optional<String> line = input.line("");
            if (line.isEmpty()) {
                throw unsent("the message has no end, a line with a dot alone; it was not sent");
            }
            if (line.get().equals(".")) {
                return text.toString().getBytes(UTF_8);
            }
            text.append(line.get()).append("\r\n");
            if (text.length() > LONGEST_MESSAGE) {
                throw unsent("the message is too long to be typed; it was not sent");
            }
        }
    }

    private static MailException unsent(String why) {
        return new MailException(new Problem.Malformed("message", why));
    }

    private void startTls() throws MailException {
        if (dialogue.isSecure()) {
            say("this is inside TLS already");
            return;
        }
        try {
            heard("STARTTLS", dialogue.startTls());
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.BadCertificate bad) || !isTaken(bad)) {
                throw e;
            }
            dialogue.close();
            dialogue = connected();
            guide = Guide.greeted(dialogue.isSecure());
            heard("EHLO", dialogue.hello());
            heard("STARTTLS", dialogue.startTls());
        }
    }

    /// Only the whole word, so that no key pressed in haste is a yes.
    private boolean isTaken(Problem.BadCertificate bad) throws MailException {
        ServerCertificate certificate = bad.certificate();
        if (!input.isPerson() || bad.pinned().isPresent()) {
            return false;
        }
        say("  for        " + certificate.owner());
        say("  signed by  " + certificate.signer());
        say("  valid      " + certificate.validity());
        say("  SHA-256    " + certificate.fingerprint());
        say("  not trusted: " + String.join("; ", bad.faults()));
        String answer = input.line("Type yes to take it in this session: ").orElse("").strip();
        Optional<Fingerprint> taken = Fingerprint.parse(certificate.fingerprint());
        if (!answer.equals("yes") || taken.isEmpty()) {
            return false;
        }
        server = server.withTrust(server.trust().withPin(taken.get()));
        return true;
    }

    /// What is typed behind AUTH names a mechanism at most: a password would stand on the screen.
    private void login(String typed) throws MailException {
        boolean isOffered = dialogue.offers().has("AUTH");
        if (!isOffered) {
            String first = dialogue.isSecure() ? "" : "; STARTTLS first";
            say("the server does not offer AUTH here" + first);
            isRefused = true;
        }
        if (!isOffered && input.isPerson()) {
            return;
        }
        // A script's next two lines are these, also where nobody wants them: as commands they
        // would go out in clear.
        String user = input.line("user: ").orElse("").strip();
        String password = input.secret("password (not shown): ").orElse("");
        if (isOffered) {
            login(typed, Credentials.password(user, password));
        }
    }

    private void login(String typed, Credentials credentials) throws MailException {
        Optional<String> mechanism =
                Optional.of(typed.split("\\s", 2)[0]).filter(word -> !word.isEmpty());
        try {
            heard("AUTH", dialogue.login(new Login(credentials, mechanism), credentials).reply());
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.BadCredentials)) {
                throw e;
            }
            say(e.problem().message()); // nothing was said: none of its mechanisms fits
            isRefused = true;
        }
    }
}
