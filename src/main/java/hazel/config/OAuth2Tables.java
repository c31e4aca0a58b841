package hazel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[oauth2.NAME]`. Of the two providers that most people have, what everybody may know is
/// known; the client id is the user's own.
final class OAuth2Tables {

    private static final Map<String, Map<String, String>> KNOWN =
            Map.of(
                    "google",
                    Map.of(
                            "authorize", "https://accounts.google.com/o/oauth2/v2/auth",
                            "token", "https://oauth2.googleapis.com/token",
                            "device", "https://oauth2.googleapis.com/device/code",
                            "scope", "https://mail.google.com/"),
                    "microsoft",
                    Map.of(
                            "authorize",
                            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
                            "token",
                            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
                            "device",
                            "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
                            "scope",
                            "https://outlook.office.com/IMAP.AccessAsUser.All"
                                    + " https://outlook.office.com/SMTP.Send offline_access",
                            "redirect",
                            "localhost"));

    private static final List<String> REDIRECTS = List.of("127.0.0.1", "localhost");

    private final Written written;
    private final Places places;
    private final String name;

    OAuth2Tables(Written written, Places places, String name) {
        this.written = written;
        this.places = places;
        this.name = name;
    }

    /// @param named the key that names the table, for messages
    Optional<OAuth2Config> read(List<String> named) {
        String client = text("client");
        Optional<URI> authorize = place("authorize");
        Optional<URI> token = place("token");
        String redirect = text("redirect").isEmpty() ? REDIRECTS.getFirst() : text("redirect");
        if (!REDIRECTS.contains(redirect)) {
            written.bad(path("redirect"), "expected 127.0.0.1 or localhost");
        }
        if (client.isEmpty() || authorize.isEmpty() || token.isEmpty()) {
            written.bad(
                    named,
                    "names '"
                            + name
                            + "'; expected a table [oauth2."
                            + name
                            + "] with client"
                            + (KNOWN.containsKey(name) ? "" : ", authorize and token"));
            return Optional.empty();
        }
        return Optional.of(
                new OAuth2Config(
                        name,
                        authorize.get(),
                        token.get(),
                        place("device"),
                        client,
                        written.secret(places, "oauth2", name, "secret"),
                        text("scope"),
                        redirect));
    }

    /// The file for what a provider gives out to an account, whatever the account is called.
    static Path tokens(Places places, String account) {
        return places.data()
                .resolve("tokens")
                .resolve("account-" + URLEncoder.encode(account, UTF_8));
    }

    private List<String> path(String key) {
        return List.of("oauth2", name, key);
    }

    private String text(String key) {
        return written.given("oauth2", name, key)
                .orElse(KNOWN.getOrDefault(name, Map.of()).getOrDefault(key, ""));
    }

    /// In clear only on this machine.
    private Optional<URI> place(String key) {
        String text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean isSafe =
                    uri.getHost() != null
                            && ("https".equals(uri.getScheme())
                                    || "http".equals(uri.getScheme())
                                            && ServerUris.isLoopback(uri.getHost()));
            if (isSafe) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        written.bad(path(key), "expected an https:// address");
        return Optional.empty();
    }
}
