package hazel.route;

import java.net.InetAddress;
import java.nio.file.Path;

/// A place that mail goes on to. Mail for many recipients at one destination travels as one copy.
public sealed interface Destination {

    /// A server that takes mail for everywhere, known to the configuration by a name.
    record Smarthost(String name) implements Destination {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Whatever the DNS names for a domain.
    ///
    /// @param domain in lower case
    record Mx(String domain) implements Destination {
        @Override
        public String toString() {
            return "the mail servers of " + domain;
        }
    }

    /// A host that the configuration names for some domains.
    record Host(Protocol protocol, String host, int port) implements Destination {
        @Override
        public String toString() {
            return host + " port " + port + " by " + protocol;
        }
    }

    /// An address literal, `[192.0.2.1]` (RFC 5321 section 4.1.3).
    record Literal(InetAddress address) implements Destination {
        @Override
        public String toString() {
            return "the address " + address.getHostAddress();
        }
    }

    /// A program on this machine that takes mail by LMTP on a Unix socket.
    record Socket(Path path) implements Destination {
        @Override
        public String toString() {
            return path + " by LMTP";
        }
    }

    enum Protocol {
        SMTP,
        /// RFC 2033: each recipient is answered for after the message.
        LMTP
    }
}
