package hazel.dns;

import java.util.Arrays;
import java.util.List;

/// Where a domain wants to hear of TLS that failed (RFC 8460).
final class TlsRptCheck {

    private TlsRptCheck() {}

    /// The addresses; none where there is no such record.
    static Checked<List<String>> of(DomainName domain, Resolver resolver) {
        Answer answer = resolver.ask(domain.child("_smtp._tls"), RecordType.TXT);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            return new Checked<>(
                    List.of(), List.of(Finding.warning(Fault.NO_ANSWER, "TLS-RPT: " + reason)));
        }
        List<String> records = Tags.records(answer, "v=TLSRPTv1");
        if (records.isEmpty()) {
            return new Checked<>(List.of(), List.of());
        }
        List<String> places =
                Arrays.stream(Tags.of(records.getFirst()).getOrDefault("rua", "").split(","))
                        .map(String::strip)
                        .filter(uri -> uri.startsWith("mailto:") || uri.startsWith("https:"))
                        .toList();
        boolean isWell = records.size() == 1 && !places.isEmpty();
        return new Checked<>(
                places,
                isWell
                        ? List.of()
                        : List.of(
                                Finding.error(
                                        Fault.TLS_RPT,
                                        records.size() > 1
                                                ? "there are several TLS-RPT records; senders"
                                                        + " then heed none"
                                                : "the TLS-RPT record names no place for reports;"
                                                        + " expected rua=mailto:ADDRESS")));
    }
}
