package hazel.oauth2;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Access tokens for one account, renewed when they run out.
///
/// @param account what the user calls it, for sentences
public record AccessTokens(Provider provider, TokenFile file, String account, InstantSource clock) {

    /// A token that runs out sooner is not worth a connection.
    private static final Duration LEAST = Duration.ofMinutes(1);

    /// An access token that holds for a minute at least. Blocks while it is renewed.
    ///
    /// @throws MailException with [Problem.BadCredentials] where the person has to sign in (again)
    public String get() throws MailException {
        Optional<Tokens> kept = file.read();
        if (kept.isPresent() && isFresh(kept.get())) {
            return kept.get().access();
        }
        return file.alone(this::renewed);
    }

    /// Another one in place of one that a server refused, though its time is not over: it may have
    /// been taken back, or the clocks differ. One that is new itself is not renewed again, or a
    /// server that takes none would have the provider asked at each try.
    ///
    /// @throws MailException with [Problem.BadCredentials] where the person has to sign in again
    public Optional<String> insteadOf(String refused) throws MailException {
        return file.alone(() -> {
            Optional<Tokens> kept = file.read();
            if (kept.isEmpty() || kept.get().refresh().isEmpty()) {
                return Optional.empty();
            }
            if (!kept.get().access().equals(refused)) {
                return Optional.of(kept.get().access()); // another process was quicker
            }
            return file.written().isAfter(clock.instant().minus(LEAST))
                    ? Optional.empty()
                    : Optional.of(renewed(kept.get()));
        });
    }

    private boolean isFresh(Tokens tokens) {
        return tokens.expires().isAfter(clock.instant().plus(LEAST));
    }

    private String renewed() throws MailException {
        Tokens kept = file.read().orElseThrow(() -> signIn("nobody has signed in"));
        if (isFresh(kept)) {
            return kept.access(); // another process was quicker
        }
        return renewed(kept);
    }

    private String renewed(Tokens kept) throws MailException {
        String refresh = kept.refresh().orElseThrow(() -> signIn("the sign-in has run out"));
        var endpoint = new Endpoint(provider, clock);
        Endpoint.Answer answer =
                endpoint.post(
                        provider.token(),
                        Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        if (answer.error().equals("invalid_grant")) {
            throw signIn("the sign-in was taken back or has run out");
        }
        if (!answer.error().isEmpty()) {
            throw endpoint.refused(answer);
        }
        Tokens fresh = endpoint.tokens(answer).orRefresh(kept.refresh());
        file.write(fresh);
        return fresh.access();
    }

    private MailException signIn(String why) {
        return new MailException(
                new Problem.BadCredentials(
                        account, why + "; do so with 'hazel account login " + account + "'"));
    }
}
