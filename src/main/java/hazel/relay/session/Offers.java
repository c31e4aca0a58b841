package hazel.relay.session;

import java.util.Set;

/// What one way in offers besides mail.
///
/// @param protocol spoken there
/// @param startTls whether a client may secure the connection (RFC 3207)
/// @param login whether it may log in
/// @param to domains, in lower case, for which mail is passed on for anybody
public record Offers(Protocol protocol, boolean startTls, Login login, Set<String> to) {

    static final Offers NOTHING = new Offers(Protocol.SMTP, false, Login.NEVER, Set.of());

    public enum Protocol {
        SMTP,
        /// RFC 2033: LHLO in place of EHLO, and after a message a reply for each recipient.
        LMTP
    }

    public enum Login {
        NEVER,
        /// A password must not be seen by others on its way.
        INSIDE_TLS,
        /// On a Unix socket there is nobody between.
        ANYHOW
    }

    public Offers {
        to = Set.copyOf(to);
    }
}
