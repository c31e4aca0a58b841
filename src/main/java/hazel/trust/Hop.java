package hazel.trust;

import java.net.InetAddress;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one server wrote of how it got the message: a Received field (RFC 5321 section 4.4).
public sealed interface Hop {

    /// The body of the field, as it stands.
    String written();

    /// A field that could be read.
    ///
    /// All texts are as written, so a person is to see none of them before it was made harmless;
    /// each is empty where the field does not have it.
    ///
    /// @param by the server that wrote the field
    /// @param comment what stands in parentheses behind `by`, which is often the server's software
    /// @param protocol after `with`, in its own letters
    /// @param id under which the server's log has the message
    /// @param recipient after `for`, without angle brackets
    /// @param tls version and cipher, or `yes` where only the protocol tells that there was TLS
    record Received(
            String written,
            Client client,
            String by,
            String comment,
            String protocol,
            String id,
            String recipient,
            String tls,
            Optional<OffsetDateTime> date)
            implements Hop {

        /// The types of RFC 3848, RFC 6531 section 4.3 and RFC 4356, as IANA lists them.
        private static final List<String> STANDARD =
                List.of(
                        "SMTP",
                        "ESMTP",
                        "ESMTPA",
                        "ESMTPS",
                        "ESMTPSA",
                        "LMTP",
                        "LMTPA",
                        "LMTPS",
                        "LMTPSA",
                        "MMS",
                        "UTF8SMTP",
                        "UTF8SMTPA",
                        "UTF8SMTPS",
                        "UTF8SMTPSA",
                        "UTF8LMTP",
                        "UTF8LMTPA",
                        "UTF8LMTPS",
                        "UTF8LMTPSA");

        /// Whether `with` names one of the registered types. A field without any has none that is
        /// not.
        public boolean isStandardProtocol() {
            return protocol.isEmpty() || STANDARD.contains(protocol.toUpperCase(Locale.ROOT));
        }
    }

    /// A field that says neither from where nor by whom, or that has no form at all.
    record Unreadable(String written) implements Hop {}

    /// Who handed the message in, as the server wrote it.
    ///
    /// @param helo what the client called itself
    /// @param reverse the name that the server found for the address
    /// @param address as the server saw it; empty where it wrote none, as where the message came
    ///   from a program of the same machine
    /// @param ident what the client's machine said of its user (RFC 1413), or the user who logged
    ///   in
    record Client(String helo, String reverse, Optional<InetAddress> address, String ident) {

        static final Client NOBODY = new Client("", "", Optional.empty(), "");

        /// The best name there is: the one found for the address, else what the client said.
        public String name() {
            return reverse.isEmpty() ? helo : reverse;
        }
    }
}
