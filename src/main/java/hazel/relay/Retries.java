package hazel.relay;

import hazel.mail.Address;
import hazel.spool.RetrySchedule;

import java.util.Locale;
import java.util.Map;

/// When to try again, by the domain of the recipient.
///
/// @param domains in lower case; `*.lan` is every domain beneath `lan`
/// @param usual for all others
public record Retries(Map<String, RetrySchedule> domains, RetrySchedule usual) {

    public static final Retries DEFAULT = new Retries(Map.of(), RetrySchedule.DEFAULT);

    public Retries {
        domains = Map.copyOf(domains);
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
