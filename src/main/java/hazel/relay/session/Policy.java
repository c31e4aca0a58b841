package hazel.relay.session;

import hazel.mail.Address;
import hazel.smtp.Reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one connection may do: the pure half of refusing to be an open relay.
///
/// @param hostName what this relay calls itself
/// @param reach of a client that has not logged in
public record Policy(
        String hostName, Reach reach, Locals locals, RelayLimits limits, Offers offers) {

    public Policy(String hostName, Reach reach, Locals locals, RelayLimits limits) {
        this(hostName, reach, locals, limits, Offers.NOTHING);
    }

    /// How far mail of a client may go.
    public Reach reach(Standing standing) {
        return standing.login().isPresent() ? Reach.ANYWHERE : reach;
    }

    public boolean isLmtp() {
        return offers.protocol() == Offers.Protocol.LMTP;
    }

    boolean offersStartTls(Standing standing) {
        return offers.startTls() && !standing.isSecure();
    }

    boolean offersLogin(Standing standing) {
        return switch (offers.login()) {
            case NEVER -> false;
            case INSIDE_TLS -> standing.isSecure();
            case ANYHOW -> true;
        };
    }

    /// What is said to EHLO, HELO and LHLO.
    Reply hello(Command.Hello hello, Standing standing) {
        String welcome = hostName + " greets " + hello.name();
        if (hello.dialect() == Command.Dialect.SMTP) {
            return Reply.of(250, welcome);
        }
        List<String> lines = new ArrayList<>(List.of(welcome, "PIPELINING"));
        lines.add("SIZE " + limits.messageOctets());
        lines.addAll(List.of("8BITMIME", "CHUNKING", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"));
        if (offersStartTls(standing)) {
            lines.add("STARTTLS");
        }
        if (standing.isSecure()) {
            lines.add("REQUIRETLS");
        }
        if (offersLogin(standing)) {
            lines.add("AUTH " + LoginExchange.MECHANISMS);
        }
        lines.add("HELP");
        return Reply.of(250, lines.toArray(String[]::new));
    }

    /// Why this recipient is refused; empty where it is taken.
    ///
    /// A local address nobody has is refused here, at RCPT, and so never makes a bounce (RFC 5321
    /// section 6.2), unless the settings want it so.
    public Optional<Reply> refusal(Address recipient, Standing standing) {
        if (locals.isLocal(recipient)) {
            return isBounced() || locals.isKnown(recipient)
                    ? Optional.empty()
                    : Optional.of(Reply.enhanced(550, "5.1.1", "No such user here"));
        }
        if (!isRelayed(recipient)) {
            return Optional.empty();
        }
        return switch (reach(standing)) {
            case ANYWHERE -> Optional.empty();
            case LOCAL_ONLY ->
                    Optional.of(
                            Reply.enhanced(
                                    550,
                                    "5.7.1",
                                    offers.login() == Offers.Login.NEVER
                                            ? "Relaying denied: this way in takes mail for local"
                                                    + " addresses only"
                                            : "Relaying denied: log in first"));
        };
    }

    /// Whether mail for a local address that nobody has is taken. A server in front bounces itself.
    private boolean isBounced() {
        return !isLmtp() && locals.unknown() == Locals.Unknown.BOUNCE;
    }

    /// What a client of this machine hears that is another user's and has not logged in.
    public Reply notOurs() {
        return offers.login() == Offers.Login.NEVER
                ? Reply.enhanced(550, "5.7.1", "Relaying denied: this is another user's relay")
                : Reply.enhanced(530, "5.7.0", "Log in first: this is another user's relay");
    }

    /// Whether mail for it goes on from here, and not for everybody.
    public boolean isRelayed(Address recipient) {
        return !locals.isLocal(recipient)
                && !offers.to().contains(recipient.domain().toLowerCase(Locale.ROOT));
    }

    public Reply tooLarge() {
        return Reply.enhanced(
                552, "5.3.4", "A message may have " + limits.messageOctets() + " octets");
    }

    /// Whether a reply counts against the client. A program of this machine that mails a long list
    /// may name many users who are gone.
    public boolean isMistake(Reply reply) {
        boolean isOfRecipient = reply.code() == 550 || reply.code() == 530;
        return reply.isPermanent() && (reach == Reach.LOCAL_ONLY || !isOfRecipient);
    }
}
