package hazel.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Gets an MTA-STS policy from where it must be: over HTTPS, with a certificate that verifies, and
/// without going where a redirection points (RFC 8461 section 3.3).
public record PolicyFetch(Deadline deadline) implements MtaSts.Source {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// RFC 8461 section 3.2.
    private static final int MOST_OCTETS = 64 * 1024;

    private static final int OK = 200;

    @Override
    public MtaSts.Fetched fetch(DomainName domain) {
        Duration patience = deadline.atMost(PATIENCE);
        if (patience.isZero()) {
            return MtaSts.Fetched.none("no answer in time");
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            URI place = URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt");
            var request = HttpRequest.newBuilder(place).timeout(patience).build();
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                String text = new String(body.readNBytes(MOST_OCTETS), UTF_8);
                client.shutdownNow();
                return response.statusCode() == OK
                        ? new MtaSts.Fetched(text, "")
                        : MtaSts.Fetched.none("the web server answers " + response.statusCode());
            }
        } catch (ConnectException _) {
            return MtaSts.Fetched.none("no connection"); // Java has no words for it
        } catch (IOException | IllegalArgumentException e) {
            return MtaSts.Fetched.none(Reason.of(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return MtaSts.Fetched.none("stopped");
        }
    }
}
