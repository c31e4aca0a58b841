package hazel.verify;

import hazel.dns.DomainName;
import hazel.dns.Resolver;
import hazel.mail.Address;
import hazel.mail.Header;
import hazel.mime.AddressParser;
import hazel.trust.Hop;
import hazel.trust.Trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether a message is from whom it says, as far as the DNS can tell.
///
/// @param dkim each signature of a domain, top first
/// @param spf of the client that the user's own server got the message from
/// @param dmarc empty where the message has no author, or more than one
public record Verification(
        List<Dkim.Signature> dkim, Spf spf, Optional<DmarcResult> dmarc, Arc arc) {

    public Verification {
        dkim = List.copyOf(dkim);
    }

    /// Asks the DNS. Blocks.
    ///
    /// @param octets the message as it is stored
    /// @param trace of the same message
    /// @param now for signatures that are valid for a time
    public static Verification of(
            byte[] octets, Header header, Trace trace, Resolver resolver, Instant now) {
        RawMessage message = RawMessage.of(octets);
        List<Dkim.Signature> dkim = Dkim.check(message, resolver, now);
        Spf spf = spf(header, trace, resolver);
        List<Address> authors =
                header.all("From").stream().flatMap(b -> AddressParser.parse(b).stream()).toList();
        Optional<DomainName> author =
                authors.size() == 1
                        ? DomainName.parse(authors.getFirst().domain())
                        : Optional.empty();
        return new Verification(
                dkim,
                spf,
                author.map(a -> DmarcResult.check(a, dkim, spf, resolver)),
                Arc.check(message, resolver, now));
    }

    /// The envelope's sender stands in Return-Path, which the server writes that delivers (RFC 5321
    /// section 4.4): the first is its own.
    private static Spf spf(Header header, Trace trace, Resolver resolver) {
        Optional<Hop.Client> client = trace.client().filter(c -> c.address().isPresent());
        if (client.isEmpty()) {
            return new Spf(Result.NONE, "", "no client from outside is recorded");
        }
        String sender =
                header.first("Return-Path")
                        .flatMap(b -> AddressParser.parse(b).stream().findFirst())
                        .map(Address::addrSpec)
                        .orElse("");
        return Spf.check(
                client.get().address().orElseThrow(), sender, client.get().helo(), resolver);
    }

    /// Whether something speaks for the author's domain.
    public boolean isVouchedFor() {
        return dmarc.filter(DmarcResult::isVouchedFor).isPresent();
    }

    /// Whether it may come out otherwise later, because somebody did not answer.
    public boolean isUncertain() {
        return spf.result() == Result.TEMPERROR
                || dkim.stream().anyMatch(s -> s.result() == Result.TEMPERROR)
                || dmarc.filter(d -> d.result() == Result.TEMPERROR).isPresent();
    }
}
