package hazel.oauth2;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Signing in on another device, by a code that is typed there (RFC 8628): for a machine without a
/// browser.
public final class DeviceFlow {

    private static final int USUAL_INTERVAL = 5; // section 3.5, in seconds
    private static final int LONGEST = 1800;

    private final Endpoint endpoint;
    private final String deviceCode;
    private final String userCode;
    private final String page;
    private final Instant end;
    private final int interval;

    private DeviceFlow(Endpoint endpoint, Endpoint.Answer answer, Instant now) {
        this.endpoint = endpoint;
        this.deviceCode = answer.text("device_code");
        this.userCode = answer.text("user_code");
        String uri = answer.text("verification_uri");
        this.page = uri.isEmpty() ? answer.text("verification_url") : uri; // QUIRK: Google
        this.end = now.plusSeconds(Math.clamp(answer.number("expires_in", LONGEST), 0, LONGEST));
        this.interval = Math.clamp(answer.number("interval", USUAL_INTERVAL), 0, 60);
    }

    /// How to wait between two questions.
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /// Asks the provider for a code.
    public static DeviceFlow begin(Provider provider, InstantSource clock) throws MailException {
        URI place =
                provider.device()
                        .orElseThrow(() ->
                                new MailException(
                                        new Problem.NotPermitted(
                                                provider.name(),
                                                provider.name()
                                                        + " names no place for a sign-in on"
                                                        + " another device: oauth2."
                                                        + provider.name()
                                                        + ".device")));
        var endpoint = new Endpoint(provider, clock);
        Endpoint.Answer answer = endpoint.post(place, Map.of("scope", provider.scope()));
        if (!answer.error().isEmpty()) {
            throw endpoint.refused(answer);
        }
        var flow = new DeviceFlow(endpoint, answer, clock.instant());
        if (flow.deviceCode.isEmpty() || flow.userCode.isEmpty() || flow.page.isEmpty()) {
            throw new MailException(
                    new Problem.Protocol(
                            provider.name(), provider.name() + " gave no code for another device"));
        }
        return flow;
    }

    /// What the person types there.
    public String userCode() {
        return userCode;
    }

    /// Where they type it.
    public String page() {
        return page;
    }

    /// Asks until the person has signed in.
    ///
    /// @throws MailException with [Problem.BadCredentials] where they have not
    public Tokens await(Pause pause) throws MailException {
        int seconds = interval;
        while (endpoint.clock().instant().isBefore(end)) {
            try {
                pause.of(Duration.ofSeconds(seconds));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MailException(new Problem.Cancelled("signing in"), e);
            }
            Endpoint.Answer answer =
                    endpoint.post(
                            endpoint.provider().token(),
                            Map.of(
                                    "grant_type",
                                    "urn:ietf:params:oauth:grant-type:device_code",
                                    "device_code",
                                    deviceCode));
            switch (answer.error()) {
                case "" -> {
                    return endpoint.tokens(answer);
                }
                case "authorization_pending" -> {} // not yet
                case "slow_down" -> seconds += USUAL_INTERVAL;
                default -> throw endpoint.refused(answer);
            }
        }
        throw new MailException(
                new Problem.BadCredentials(
                        endpoint.provider().name(), "nobody signed in before the code ran out"));
    }
}
