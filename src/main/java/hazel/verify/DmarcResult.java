package hazel.verify;

import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether what was found speaks for the domain of the author (RFC 7489 section 3.1): a signature
/// by it, or that it permits the client to send for it.
///
/// Domains are of one organisation where the DNS says so: where the walk upwards from both ends at
/// the same DMARC record. No list of public suffixes is asked, which would have to be kept current.
///
/// @param domain of the author
/// @param policy what the domain wants done with other mail; empty where it has no DMARC record
/// @param vouchers what speaks for the author's domain, each in a few words
/// @param reason where nobody could say, why; else empty
public record DmarcResult(
        Result result, String domain, String policy, List<String> vouchers, String reason) {

    /// Labels walked upwards, so that a long name costs no more than others.
    private static final int MOST = 8;

    private static final String VERSION = "v=dmarc1";

    public DmarcResult {
        vouchers = List.copyOf(vouchers);
    }

    public boolean isVouchedFor() {
        return !vouchers.isEmpty();
    }

    /// A record, and where it is.
    private record Found(DomainName at, TagList tags) {}

    private static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        Silent(String reason) {
            super(reason, null, false, false);
        }
    }

    static DmarcResult check(
            DomainName author, List<Dkim.Signature> signatures, Spf spf, Resolver resolver) {
        try {
            Optional<Found> found = find(author, resolver);
            List<String> vouchers = new ArrayList<>();
            String signing = found.map(f -> f.tags().get("adkim", "r")).orElse("r");
            String sending = found.map(f -> f.tags().get("aspf", "r")).orElse("r");
            for (Dkim.Signature signature : signatures) {
                DomainName signer = DomainName.of(signature.domain());
                if (signature.result() == Result.PASS
                        && isAligned(author, signer, signing, resolver)) {
                    vouchers.add("the signature of " + signature.domain());
                }
            }
            if (spf.result() == Result.PASS
                    && isAligned(author, DomainName.of(spf.domain()), sending, resolver)) {
                vouchers.add("the SPF record of " + spf.domain());
            }
            Result result =
                    found.isEmpty() ? Result.NONE : vouchers.isEmpty() ? Result.FAIL : Result.PASS;
            String policy = found.map(f -> policy(f, author)).orElse("");
            return new DmarcResult(result, author.toString(), policy, vouchers, "");
        } catch (Silent e) {
            return new DmarcResult(
                    Result.TEMPERROR, author.toString(), "", List.of(), "" + e.getMessage());
        }
    }

    private static String policy(Found found, DomainName author) {
        String own = found.tags().get("p", "none");
        String policy = found.at().equals(author) ? own : found.tags().get("sp", own);
        return policy.toLowerCase(Locale.ROOT);
    }

    private static boolean isAligned(
            DomainName author, DomainName other, String mode, Resolver resolver) throws Silent {
        if (author.equals(other)) {
            return true;
        }
        boolean isNear =
                author.isWithin(other) || other.isWithin(author) || haveParent(author, other);
        return !mode.equalsIgnoreCase("s")
                && isNear
                && organisation(author, resolver).equals(organisation(other, resolver));
    }

    /// Others cannot be of one organisation, and need not be asked for.
    private static boolean haveParent(DomainName one, DomainName other) {
        return one.upwards().stream().anyMatch(up -> up.labels().size() > 1 && other.isWithin(up));
    }

    private static Optional<Found> find(DomainName domain, Resolver resolver) throws Silent {
        for (DomainName at : upwards(domain)) {
            Optional<Found> found = at(at, resolver);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The highest name with a record that is not a registry's (`psd=y`); the domain itself where
    /// there is none.
    private static DomainName organisation(DomainName domain, Resolver resolver) throws Silent {
        DomainName highest = domain;
        for (DomainName at : upwards(domain)) {
            Optional<Found> found = at(at, resolver);
            if (found.filter(f -> f.tags().get("psd", "u").equals("y")).isEmpty()) {
                highest = found.map(Found::at).orElse(highest);
            }
        }
        return highest;
    }

    private static List<DomainName> upwards(DomainName domain) {
        List<DomainName> names = domain.upwards();
        return names.subList(Math.max(0, names.size() - MOST), names.size()).stream()
                .filter(n -> n.labels().size() > 1 || n.equals(domain))
                .toList();
    }

    private static Optional<Found> at(DomainName at, Resolver resolver) throws Silent {
        Answer answer = resolver.ask(at.child("_dmarc"), RecordType.TXT);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            throw new Silent(reason);
        }
        List<String> records =
                answer.all(Data.Text.class).stream()
                        .map(Data.Text::text)
                        .filter(t ->
                                t.replaceAll("\\s", "")
                                        .toLowerCase(Locale.ROOT)
                                        .matches(VERSION + "(;.*)?"))
                        .toList();
        return records.size() == 1
                ? TagList.parse(records.getFirst()).map(tags -> new Found(at, tags))
                : Optional.empty();
    }
}
