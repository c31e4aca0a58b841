package hazel.discover;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.dns.Deadline;
import hazel.dns.DomainName;
import hazel.mail.Address;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Gets the autoconfig file of a domain, from where such files are. Over HTTPS alone: who can
/// change the file on its way could have the password.
///
/// @param base in place of the domain's own two; it may be on this machine and in clear
record AutoconfigFetch(Optional<URI> base, Deadline deadline) {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int MOST_OCTETS = 256 * 1024;
    private static final int OK = 200;

    /// What the first of them that exists names.
    List<Candidate> find(DomainName domain, Address address) {
        for (URI place : places(domain, address)) {
            List<Candidate> found =
                    fetch(place).map(xml -> Autoconfig.read(xml, address)).orElse(List.of());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<URI> places(DomainName domain, Address address) {
        String query = "?emailaddress=" + URLEncoder.encode(address.addrSpec(), UTF_8);
        if (base.isPresent()) {
            String root = base.get().toString().replaceFirst("/$", "");
            return List.of(URI.create(root + "/mail/config-v1.1.xml" + query));
        }
        return List.of(
                URI.create("https://autoconfig." + domain + "/mail/config-v1.1.xml" + query),
                URI.create("https://" + domain + "/.well-known/autoconfig/mail/config-v1.1.xml"));
    }

    private Optional<String> fetch(URI place) {
        Duration patience = deadline.atMost(PATIENCE);
        if (patience.isZero()) {
            return Optional.empty();
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NORMAL) // never from https to http
                        .build()) {
            var request = HttpRequest.newBuilder(place).timeout(patience).build();
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] octets = body.readNBytes(MOST_OCTETS + 1);
                client.shutdownNow();
                return response.statusCode() == OK && octets.length <= MOST_OCTETS
                        ? Optional.of(new String(octets, UTF_8))
                        : Optional.empty();
            }
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // there is none: most domains have none
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
