package hazel.discover;

import java.util.Optional;

/// A server that may be the account's.
///
/// @param host a name, never an address
/// @param user as the server wants it, where the source says
public record Candidate(
        Protocol protocol,
        String host,
        int port,
        Security security,
        Optional<String> user,
        Source source) {

    /// What it is spoken to in.
    public enum Protocol {
        IMAP,
        POP3,
        SUBMISSION
    }

    /// The better first (RFC 8314 section 3).
    public enum Security {
        TLS,
        STARTTLS
    }

    /// Who names it, the most trustworthy first.
    public enum Source {
        /// The domain itself, in an SRV record.
        SRV,
        /// A file on a web server of the domain.
        AUTOCONFIG,
        /// A guess from the name of the domain.
        GUESS,
        /// A guess from the name of the host that takes the domain's mail.
        MX;

        public String words() {
            return switch (this) {
                case SRV -> "by the domain's SRV record";
                case AUTOCONFIG -> "by the domain's autoconfig file";
                case GUESS -> "guessed from the domain";
                case MX -> "guessed from the domain's MX record";
            };
        }
    }

    /// As the dotfile writes it.
    public String uri(String user) {
        String scheme =
                switch (protocol) {
                    case IMAP -> security == Security.TLS ? "imaps" : "imap";
                    case POP3 -> security == Security.TLS ? "pop3s" : "pop3";
                    case SUBMISSION -> security == Security.TLS ? "submissions" : "submission";
                };
        return scheme + "://" + user.replace("%", "%25") + "@" + host + ":" + port;
    }

    /// Whether both are the same place, whoever names them.
    boolean isSamePlace(Candidate other) {
        return protocol == other.protocol
                && host.equals(other.host)
                && port == other.port
                && security == other.security;
    }
}
