package hazel.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What is known of an address from which mail comes.
public record AddressReport(
        Reverse reverse, List<BlockList.Listing> listings, List<Finding> findings) {

    public AddressReport {
        listings = List.copyOf(listings);
        findings = List.copyOf(findings);
    }

    /// Asks for its names and what the lists say. Blocks.
    public static AddressReport of(
            InetAddress address, Collection<BlockList> lists, Resolver resolver) {
        Reverse reverse = Reverse.of(address, resolver);
        List<BlockList.Listing> listings =
                Parallel.map(lists, list -> list.look(address, resolver));
        List<Finding> findings = new ArrayList<>();
        names(reverse, findings);
        for (BlockList.Listing listing : listings) {
            listed(address, listing, findings);
        }
        return new AddressReport(reverse, listings, findings);
    }

    private static void names(Reverse reverse, List<Finding> findings) {
        String address = Addresses.text(reverse.address());
        if (!reverse.trouble().isEmpty()) {
            findings.add(
                    Finding.error(
                            Fault.NO_ANSWER, "the name of " + address + ": " + reverse.trouble()));
        } else if (reverse.names().isEmpty()) {
            findings.add(
                    Finding.error(
                            Fault.NO_REVERSE,
                            address + " has no name (PTR); many servers take no mail from it"));
        } else if (!reverse.isConfirmed()) {
            findings.add(
                    Finding.error(
                            Fault.REVERSE_DISAGREES,
                            address
                                    + " has the name "
                                    + DomainName.list(reverse.names())
                                    + ", which does not have that address; many servers take no"
                                    + " mail from it"));
        }
    }

    private static void listed(
            InetAddress address, BlockList.Listing listing, List<Finding> findings) {
        switch (listing.state()) {
            case LISTED ->
                    findings.add(
                            Finding.error(
                                    Fault.LISTED,
                                    Addresses.text(address)
                                            + " is on the list "
                                            + listing.list()
                                            + ": "
                                            + listing.text()));
            case BROKEN ->
                    findings.add(
                            Finding.note(
                                    Fault.LIST_IS_BROKEN,
                                    "the list "
                                            + listing.list()
                                            + " is not heeded: "
                                            + listing.text()));
            case NO_ANSWER ->
                    findings.add(
                            Finding.note(
                                    Fault.NO_ANSWER,
                                    "the list " + listing.list() + ": " + listing.text()));
            case NOT_LISTED -> {}
        }
    }
}
