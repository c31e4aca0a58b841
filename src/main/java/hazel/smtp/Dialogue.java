package hazel.smtp;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A session with a server step by step, each reply as it came: what [SmtpClient] is made of, and
/// what somebody has who leads a session by hand.
///
/// A reply is a result, whatever it says; what is thrown ends the session. Calls block, each for a
/// limited time; used by one thread at a time.
public final class Dialogue implements AutoCloseable {

    /// No mechanism has more.
    private static final int MOST_CHALLENGES = 3;

    private static final String DOT = ".";

    private final Wire wire;
    private final Server server;
    private Capabilities offers = Capabilities.NONE;

    private Dialogue(Wire wire, Server server) {
        this.wire = wire;
        this.server = server;
    }

    /// Connects, and says and hears nothing yet.
    ///
    /// @throws MailException with [Problem.Unknown] or [Problem.Unreachable]
    public static Dialogue open(Server server, Transcript transcript) throws MailException {
        return new Dialogue(Wire.connect(server, transcript), server);
    }

    Wire wire() {
        return wire;
    }

    /// What the server offered last; nothing before [#hello], and after [#startTls].
    public Capabilities offers() {
        return offers;
    }

    public boolean isSecure() {
        return wire.isSecure();
    }

    /// What the server says first, inside TLS where that begins at once.
    public Reply greeting() throws MailException {
        if (server.tls() == Server.Tls.IMPLICIT) {
            wire.startTls();
        }
        return wire.reply("the connection");
    }

    /// EHLO, and HELO to a server that does not know it; LHLO to one of LMTP.
    ///
    /// @return the reply to the last of them
    public Reply hello() throws MailException {
        return hello(server.ourName());
    }

    /// The same under another name.
    public Reply hello(String name) throws MailException {
        String verb = server.isLmtp() ? "LHLO " : "EHLO ";
        Reply ehlo = wire.command(verb + name);
        if (ehlo.code() == 250) {
            offers = Capabilities.of(ehlo);
            return ehlo;
        }
        offers = Capabilities.NONE;
        boolean mayBeOlder = ehlo.isPermanent() && !server.isLmtp();
        return mayBeOlder ? wire.command("HELO " + name) : ehlo;
    }

    /// Asks for TLS, and makes the handshake where the server agrees. What it offered before counts
    /// for nothing then (RFC 3207 section 4.2).
    ///
    /// @throws MailException with [Problem.BadCertificate] where the server is not believed,
    ///   [Problem.NotTrusted] where it sent text ahead
    public Reply startTls() throws MailException {
        Reply go = wire.command("STARTTLS");
        if (go.code() == 220) {
            if (wire.hasMore()) {
                throw untrusted(" sent text ahead of TLS that would pass for protected");
            }
            wire.startTls();
            offers = Capabilities.NONE;
        }
        return go;
    }

    /// Logs in by the strongest mechanism that is offered, or the one that is prescribed.
    ///
    /// @param as what the login's source gave
    /// @throws MailException with [Problem.NotTrusted], and nothing sent, where somebody else might
    ///   hear the password; [Problem.BadCredentials] where no mechanism fits
    public Tried login(Login login, Credentials as) throws MailException {
        boolean isUnverified =
                server.tls() == Server.Tls.OPPORTUNISTIC || server.tls() == Server.Tls.CLEAR;
        if (isUnverified || (!wire.isSecure() && !wire.isLocal())) {
            throw untrusted(" would see the password without verified TLS; it was not sent");
        }
        Sasl.Exchange sasl =
                login.exchange(
                        as,
                        new Login.Peer(
                                new Sasl.Host(server.name(), server.port()),
                                new TreeSet<>(offers.mechanisms()),
                                wire.isSecure()));
        wire.hide(as);
        Reply reply = authenticated(sasl);
        if (reply.code() == 235 && !sasl.isComplete()) {
            throw untrusted(" did not prove that it knows the password");
        }
        return new Tried(sasl.mechanism(), reply);
    }

    /// What a login came to.
    public record Tried(String mechanism, Reply reply) {}

    /// AUTH with all that follows it (RFC 4954 section 4).
    private Reply authenticated(Sasl.Exchange sasl) throws MailException {
        String command = "AUTH " + sasl.mechanism();
        Optional<String> initial = sasl.initialWord();
        Reply reply =
                wire.secret(
                        command + initial.map(said -> " " + said).orElse(""),
                        command + initial.map(_ -> " (masked)").orElse(""));
        for (int step = 0; reply.code() == 334; step++) {
            reply =
                    step < MOST_CHALLENGES
                            ? wire.secret(answer(sasl, reply), "(masked)")
                            : wire.secret("*", "*"); // to which the server has to say no
        }
        return reply;
    }

    private String answer(Sasl.Exchange sasl, Reply challenge) throws MailException {
        try {
            return sasl.respondWord(challenge.text());
        } catch (IllegalArgumentException e) {
            throw new MailException(
                    new Problem.Protocol(
                            server.name(),
                            server.name() + " does not keep to SMTP: a challenge is not base64"),
                    e);
        }
    }

    /// Any command that is one line and has one reply.
    public Reply command(String line) throws MailException {
        return wire.command(line);
    }

    /// Several commands in one write, ahead of their replies (RFC 2920). Few: the replies have to
    /// fit between the two sides.
    public List<Reply> commands(List<String> lines) throws MailException {
        for (String line : lines) {
            wire.send(line, line);
        }
        List<Reply> replies = new ArrayList<>();
        for (String line : lines) {
            replies.add(wire.reply(line));
        }
        return replies;
    }

    /// The message after the 354 to DATA, and the dot.
    public Reply message(byte[] message) throws MailException {
        wire.message(Payload.of(message, offers));
        return wire.end(DOT);
    }

    MailException untrusted(String why) {
        return new MailException(new Problem.NotTrusted(server.name(), server.name() + why));
    }

    /// Ends the connection at once.
    @Override
    public void close() {
        wire.close();
    }
}
