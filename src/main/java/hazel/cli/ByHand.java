package hazel.cli;

import hazel.dns.DomainName;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How somebody asks the DNS the first of what Hazel asked it: a command line for dig(1).
///
/// @param server that was asked; empty for the machine's own
record ByHand(Optional<InetSocketAddress> server) {

    /// For the servers of a domain's mail.
    String mailOf(DomainName domain) {
        return dig(domain + " mx");
    }

    /// For the names of an address.
    String namesOf(InetAddress address) {
        return dig("-x " + address.getHostAddress().replaceFirst("%.*", ""));
    }

    private String dig(String question) {
        return server.map(s ->
                        "dig @"
                                + s.getAddress().getHostAddress()
                                + (s.getPort() == NameServerOption.PORT
                                        ? " "
                                        : " -p " + s.getPort() + " "))
                        .orElse("dig ")
                + question;
    }
}
