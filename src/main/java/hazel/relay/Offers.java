package hazel.relay;

import java.util.Set;

/// What one way in offers besides mail.
///
/// @param protocol spoken there
/// @param startTls whether a client may secure the connection (RFC 3207)
/// @param login whether it may log in
/// @param to domains, in lower case, for which mail is passed on for anybody
record Offers(Protocol protocol, boolean startTls, Login login, Set<String> to) {

    static final Offers NOTHING = new Offers(Protocol.SMTP, false, Login.NEVER, Set.of());

    enum Protocol {
        SMTP,
        /// RFC 2033: LHLO in place of EHLO, and after a message a reply for each recipient.
        LMTP
    }

    enum Login {
        NEVER,
        /// A password must not be seen by others on its way.
        INSIDE_TLS,
        /// On a Unix socket there is nobody between.
        ANYHOW
    }

    Offers {
        to = Set.copyOf(to);
    }
}
