package hazel.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where a provider answers forms with JSON.
record Endpoint(Provider provider, InstantSource clock) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_OCTETS = 64 * 1024;

    /// RFC 6749 section 5.1 lets a provider not say; then it is asked again soon.
    private static final int USUAL_SECONDS = 300;

    /// What a provider says, well or ill.
    ///
    /// @param error as in RFC 6749 section 5.2; empty where all is well
    record Answer(JsonObject json, String error) {

        String text(String name) {
            return json.get(name) instanceof JsonString text ? text.getString() : "";
        }

        int number(String name, int standard) {
            return json.get(name) instanceof jakarta.json.JsonNumber n ? n.intValue() : standard;
        }
    }

    /// Sends a form. The client's name and secret are added.
    Answer post(URI place, Map<String, String> form) throws MailException {
        Map<String, String> whole = new TreeMap<>(form);
        whole.put("client_id", provider.client());
        provider.secret().ifPresent(secret -> whole.put("client_secret", secret));
        String host = place.getHost();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            var request =
                    HttpRequest.newBuilder(place)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Accept", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(encoded(whole)))
                            .build();
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] octets = body.readNBytes(MOST_OCTETS);
                client.shutdownNow();
                return answer(host, response.statusCode(), octets);
            }
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Unreachable(host, "no answer from " + host + ": " + Reason.of(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("signing in"), e);
        }
    }

    private static Answer answer(String host, int status, byte[] octets) throws MailException {
        try (var reader = Json.createReader(new ByteArrayInputStream(octets))) {
            JsonObject json = reader.readObject();
            String error = json.get("error") instanceof JsonString e ? e.getString() : "";
            if (status / 100 != 2 && error.isEmpty()) {
                throw new MailException(noAnswer(host, status));
            }
            return new Answer(json, error);
        } catch (JsonException | IllegalStateException e) {
            throw new MailException(noAnswer(host, status), e);
        }
    }

    private static Problem noAnswer(String host, int status) {
        return status / 100 == 5
                ? new Problem.Unreachable(host, host + " answers " + status + "; later it may work")
                : new Problem.Protocol(
                        host,
                        host + " answers " + status + " and not as an identity provider does");
    }

    /// Asks for tokens.
    ///
    /// @throws MailException with [Problem.BadCredentials] where the provider refuses
    Tokens tokens(Map<String, String> form) throws MailException {
        Answer answer = post(provider.token(), form);
        if (!answer.error().isEmpty()) {
            throw refused(answer);
        }
        return tokens(answer);
    }

    Tokens tokens(Answer answer) throws MailException {
        String access = answer.text("access_token");
        String refresh = answer.text("refresh_token");
        if (access.isEmpty()
                || !answer.text("token_type").equalsIgnoreCase("bearer")
                || !isOneLine(access)
                || !isOneLine(refresh)) {
            throw new MailException(
                    new Problem.Protocol(
                            provider.name(), provider.name() + " gave no token that mail can use"));
        }
        int seconds = Math.max(0, answer.number("expires_in", USUAL_SECONDS));
        Instant now = clock.instant();
        return new Tokens(
                access,
                Optional.of(refresh).filter(text -> !text.isEmpty()),
                now.plusSeconds(seconds));
    }

    private static boolean isOneLine(String token) {
        return token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    MailException refused(Answer answer) {
        String why = answer.text("error_description");
        return new MailException(
                new Problem.BadCredentials(
                        provider.name(),
                        provider.name()
                                + " refuses: "
                                + (why.isEmpty() ? answer.error() : answer.error() + ", " + why)));
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e ->
                        URLEncoder.encode(e.getKey(), UTF_8)
                                + "="
                                + URLEncoder.encode(e.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
