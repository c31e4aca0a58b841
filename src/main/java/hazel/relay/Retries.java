package hazel.relay;

import hazel.mail.Address;
import hazel.spool.RetrySchedule;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// When to try again, by the domain of the recipient.
///
/// @param domains in lower case; `*.lan` is every domain beneath `lan`
/// @param usual for all others
/// @param delays how long a message has waited when its sender is told so, each once
public record Retries(
        Map<String, RetrySchedule> domains, RetrySchedule usual, List<Duration> delays) {

    public static final Retries DEFAULT =
            new Retries(
                    Map.of(),
                    RetrySchedule.DEFAULT,
                    List.of(Duration.ofHours(4), Duration.ofHours(24)));

    public Retries {
        domains = Map.copyOf(domains);
        delays = List.copyOf(delays);
    }

    RetrySchedule of(Address recipient) {
        String domain = recipient.domain().toLowerCase(Locale.ROOT);
        RetrySchedule exact = domains.get(domain);
        for (int dot = domain.indexOf('.');
                exact == null && dot >= 0;
                dot = domain.indexOf('.', dot + 1)) {
            exact = domains.get("*" + domain.substring(dot));
        }
        return exact == null ? usual : exact;
    }
}
