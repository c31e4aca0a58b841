package hazel.dns;

import java.net.InetAddress;

/// What a record holds.
public sealed interface Data {

    /// A or AAAA.
    record Host(InetAddress address) implements Data {
        @Override
        public String toString() {
            return Addresses.text(address);
        }
    }

    /// The name has another, which is the true one.
    record Alias(DomainName target) implements Data {
        @Override
        public String toString() {
            return target.toString();
        }
    }

    /// @param preference 0 to 65535, the least is tried first
    record Mx(int preference, DomainName exchange) implements Data {

        /// RFC 7505: the domain takes no mail.
        boolean isNull() {
            return exchange.isRoot();
        }

        @Override
        public String toString() {
            return preference + " " + exchange;
        }
    }

    record NameServer(DomainName host) implements Data {
        @Override
        public String toString() {
            return host.toString();
        }
    }

    record Pointer(DomainName name) implements Data {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    /// @param serial 0 to 2^32-1, compared as RFC 1982 says
    record Authority(DomainName primary, long serial) implements Data {}

    /// RFC 2782: a target that is the root says that there is no such service.
    record Service(int priority, int weight, int port, DomainName target) implements Data {}

    /// RFC 6698.
    ///
    /// @param digest in hexadecimal
    record Tlsa(int usage, int selector, int matching, String digest) implements Data {
        @Override
        public String toString() {
            return usage + " " + selector + " " + matching + " " + digest;
        }
    }

    /// The character-strings one after the other, which is how every user of TXT for mail has them.
    record Text(String text) implements Data {
        @Override
        public String toString() {
            return text;
        }
    }
}
