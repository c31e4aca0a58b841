package hazel.verify;

import hazel.dns.AddressReport;
import hazel.dns.Addresses;
import hazel.dns.DomainName;
import hazel.dns.Resolver;
import hazel.dns.Reverse;
import hazel.trust.Organisation;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Whom to tell of abuse that came from an address: `abuse` at the domain of the address's name
/// (RFC 2142 sections 2 and 4), where that name leads back to the address. Any other name, whoever
/// runs the address could have made up, and an innocent domain would get the report.
///
/// @param source the address
/// @param name of it that leads back; empty where none does
/// @param domain that is responsible for the name; empty where none is known
/// @param trouble why no domain is known; empty where one is
public record AbuseContact(InetAddress source, String name, String domain, String trouble) {

    /// Asks the DNS for the names of an address. Blocks.
    public static AbuseContact of(InetAddress source, Resolver resolver) {
        Reverse reverse = AddressReport.of(source, List.of(), resolver).reverse();
        Optional<String> name =
                reverse.confirmed().stream()
                        .map(n -> n.toString().replaceFirst("\\.$", ""))
                        .filter(n -> DomainName.parse(n).isPresent())
                        .findFirst();
        if (name.isPresent()) {
            return new AbuseContact(source, name.get(), Organisation.of(name.get()), "");
        }
        String address = Addresses.text(source);
        String why =
                !reverse.trouble().isEmpty()
                        ? "the name of " + address + " could not be asked: " + reverse.trouble()
                        : reverse.names().isEmpty()
                                ? address + " has no name"
                                : address
                                        + " has the name "
                                        + DomainName.list(reverse.names())
                                        + ", which does not lead back to it";
        return new AbuseContact(source, "", "", why);
    }
}
