package hazel.compose;

import hazel.mail.Address;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All the names one person writes under, and the addresses that are theirs although they never
/// write from them.
///
/// @param all the first is used where nothing says otherwise; at least one
/// @param alternates addresses that reach the same person: left out when answering to all. One
///   whose local part is `*` stands for its whole domain
public record Identities(List<Identity> all, List<Address> alternates) {

    public Identities {
        all = List.copyOf(all);
        alternates = List.copyOf(alternates);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no identity");
        }
    }

    public static Identities of(Identity... all) {
        return new Identities(List.of(all), List.of());
    }

    public Identity preferred() {
        return all.getFirst();
    }

    /// The same, the one with that address first, where there is one.
    public Identities preferring(Address address) {
        return new Identities(
                Stream.concat(
                                all.stream().filter(own -> own.address().isSameMailbox(address)),
                                all.stream().filter(own -> !own.address().isSameMailbox(address)))
                        .toList(),
                alternates);
    }

    /// The same, all of them signing so.
    public Identities withSignature(String signature) {
        return new Identities(
                all.stream().map(own -> own.withSignature(signature)).toList(), alternates);
    }

    public boolean isMine(Address address) {
        return Stream.concat(all.stream().map(Identity::address), alternates.stream())
                .anyMatch(own -> matches(own, address));
    }

    /// The identity the first of these addresses belongs to that belongs to one; else empty.
    public Optional<Identity> among(Collection<Address> addresses) {
        return addresses.stream()
                .flatMap(a -> all.stream().filter(own -> own.address().isSameMailbox(a)))
                .findFirst();
    }

    /// A plus address is its owner's: `ada+lists@example.org` is `ada@example.org` (RFC 5233).
    private static boolean matches(Address own, Address other) {
        if (own.localPart().equals("*")) {
            return own.domain().equalsIgnoreCase(other.domain());
        }
        int plus = other.localPart().indexOf('+');
        return own.isSameMailbox(other)
                || (plus > 0
                        && own.isSameMailbox(
                                new Address(
                                        "", other.localPart().substring(0, plus), other.domain())));
    }
}
