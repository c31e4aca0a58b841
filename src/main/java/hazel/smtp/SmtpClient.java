package hazel.smtp;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;

import java.util.Optional;

/// A session with a server, open and ready for mail transactions (RFC 5321 section 3, 6409, 8314).
///
/// Opening one connects, protects the connection as [Server] asks, and logs in; it throws where any
/// of that is refused, and never does something less instead. Calls block; used by one thread at a
/// time. [#abort] may be called from any thread.
public final class SmtpClient implements AutoCloseable {

    private final Dialogue dialogue;
    private final Wire wire;
    private final Server server;
    private boolean used;
    private boolean broken;

    private SmtpClient(Dialogue dialogue, Server server) {
        this.dialogue = dialogue;
        this.wire = dialogue.wire();
        this.server = server;
    }

    /// @throws MailException with [Problem.Unknown] or [Problem.Unreachable] where there is no
    ///   connection, [Problem.NotTrusted] for anything about TLS, [Problem.BadCredentials] for
    ///   anything about logging in, [Problem.Refused] and [Problem.Protocol] for what the server
    ///   says
    public static SmtpClient open(Server server, Transcript transcript) throws MailException {
        var client = new SmtpClient(Dialogue.open(server, transcript), server);
        boolean ready = false;
        try {
            client.begin();
            ready = true;
            return client;
        } finally {
            if (!ready) {
                client.wire.close();
            }
        }
    }

    /// What the server offers now, inside TLS where there is TLS.
    public Capabilities offers() {
        return dialogue.offers();
    }

    public boolean isSecure() {
        return wire.isSecure();
    }

    public boolean isLmtp() {
        return server.isLmtp();
    }

    /// Whether another transaction may be made.
    public boolean isUsable() {
        return !broken;
    }

    /// One mail transaction. Whatever the server answers is a result; only what prevents the
    /// question is thrown. A server without 8BITMIME gets the message in 7-bit text.
    ///
    /// @throws MailException before anything was sent where the server cannot take the message
    ///   ([Problem.NotPermitted]: too large, 8-bit text without 8BITMIME that cannot be encoded, an
    ///   address that needs SMTPUTF8, no REQUIRETLS where it is needed); later with
    ///   [Problem.Unreachable] or [Problem.Protocol], and then no recipient has it
    public Submission submit(Transaction transaction) throws MailException {
        Capabilities offers = offers();
        Payload payload = Payload.of(transaction.message(), offers);
        // In clear somebody in between may have put that there (RFC 8689 section 2).
        Capabilities sure = isSecure() ? offers : offers.without(MailCommand.REQUIRETLS);
        String mail = MailCommand.of(transaction, payload, sure, server.name());
        boolean again = used;
        used = true;
        boolean known = false;
        try {
            if (again && !wire.command("RSET").isPositive()) {
                throw new MailException(
                        new Problem.Unreachable(
                                server.name(), server.name() + " ended the session"));
            }
            var exchange = new Exchange(wire, transaction, offers, server.isLmtp());
            Submission submission = exchange.run(mail, payload);
            known = exchange.isAlive();
            return submission;
        } finally {
            broken |= !known;
        }
    }

    /// Asks whether mail from the null reverse-path would be taken for somebody, and sends none.
    /// The session is good for nothing but the end afterwards.
    ///
    /// @return the reply to RCPT; empty where it was not come to that
    /// @throws MailException as [#submit] does
    public Optional<Reply> wouldTake(Address recipient) throws MailException {
        used = true;
        String path = Paths.path(recipient);
        boolean isInternational = Paths.needsUtf8(recipient);
        if (isInternational && !offers().has("SMTPUTF8")) {
            return Optional.empty();
        }
        Reply mail = wire.command("MAIL FROM:<>" + (isInternational ? " SMTPUTF8" : ""));
        return mail.isPositive() ? Optional.of(wire.command("RCPT TO:" + path)) : Optional.empty();
    }

    private void begin() throws MailException {
        if (server.tls() == Server.Tls.NONE_LOOPBACK_ONLY && !wire.isLocal()) {
            throw dialogue.untrusted(" is not this machine, and no TLS was asked for");
        }
        Reply greeting = dialogue.greeting();
        if (greeting.code() != 220) {
            throw refused("connect", greeting);
        }
        hello();
        if (wantsStartTls()) {
            startTls();
        }
        if (server.login().isPresent()) {
            Login login = server.login().get();
            login.perform(as -> login(login, as));
        }
    }

    private void hello() throws MailException {
        Reply hello = dialogue.hello();
        if (hello.code() != 250) {
            throw refused("connect", hello);
        }
    }

    private boolean wantsStartTls() {
        return switch (server.tls()) {
            case IMPLICIT, CLEAR, NONE_LOOPBACK_ONLY -> false;
            case STARTTLS, CHECKED -> true;
            case OPPORTUNISTIC -> offers().has("STARTTLS");
        };
    }

    private void startTls() throws MailException {
        if (!dialogue.offers().has("STARTTLS")) {
            throw dialogue.untrusted(" does not offer STARTTLS; nothing was sent to it in clear");
        }
        Reply go = dialogue.startTls();
        if (go.code() != 220) {
            throw dialogue.untrusted(" refuses STARTTLS: " + go);
        }
        hello(); // what was offered in clear counts for nothing (RFC 3207 section 4.2)
    }

    /// @return the mechanism
    private String login(Login login, Credentials as) throws MailException {
        Dialogue.Tried tried = dialogue.login(login, as);
        Reply reply = tried.reply();
        if (reply.code() == 235) {
            return tried.mechanism();
        }
        throw reply.isPermanent()
                ? new MailException(
                        new Problem.BadCredentials(
                                login.user(),
                                server.name()
                                        + " refuses the login of "
                                        + login.user()
                                        + ": "
                                        + reply))
                : refused("auth", reply);
    }

    private MailException refused(String stage, Reply reply) {
        return new MailException(
                reply.code() >= 400
                        ? new Problem.Refused(
                                stage, reply.code(), server.name() + " refuses: " + reply)
                        : new Problem.Protocol(
                                server.name(), server.name() + " answers out of turn: " + reply));
    }

    /// Ends the connection at once; whoever waits on it is told that it broke.
    public void abort() {
        wire.close();
    }

    /// Says QUIT where that can still be heard, and closes.
    @Override
    public void close() {
        try {
            if (!broken) {
                wire.quit();
            }
        } catch (MailException e) {
            System.getLogger("hazel.smtp").log(System.Logger.Level.DEBUG, "at QUIT", e);
        } finally {
            wire.close();
        }
    }
}
