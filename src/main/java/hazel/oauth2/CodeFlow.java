package hazel.oauth2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Signing in with a browser on this machine: the authorization code comes back to a port of the
/// loopback interface (RFC 8252 section 7.3), and is of no use to anybody who does not know the
/// verifier (PKCE, RFC 7636), which never leaves this process but to the provider.
public final class CodeFlow implements AutoCloseable {

    private final Provider provider;
    private final InstantSource clock;
    private final String verifier = random();
    private final String state = random();
    private final HttpServer server;
    private final CompletableFuture<Map<String, String>> answered = new CompletableFuture<>();

    private CodeFlow(Provider provider, InstantSource clock, HttpServer server) {
        this.provider = provider;
        this.clock = clock;
        this.server = server;
    }

    /// Listens. The person has to go to [#page] then.
    public static CodeFlow begin(Provider provider, InstantSource clock) throws MailException {
        try {
            var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            var flow = new CodeFlow(provider, clock, HttpServer.create(loopback, 0));
            flow.server.createContext("/", flow::take);
            flow.server.start();
            return flow;
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            "loopback", "cannot listen on this machine: " + Reason.of(e)),
                    e);
        }
    }

    /// The page to sign in on.
    public URI page() {
        Map<String, String> query = new TreeMap<>();
        query.put("response_type", "code");
        query.put("client_id", provider.client());
        query.put("redirect_uri", redirect());
        query.put("scope", provider.scope());
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        query.put("access_type", "offline"); // QUIRK: without it Google gives no refresh token
        query.put("prompt", "consent"); // nor a second time
        String page = provider.authorize().toString();
        return URI.create(page + (page.contains("?") ? "&" : "?") + Endpoint.encoded(query));
    }

    private String redirect() {
        return "http://" + provider.redirectHost() + ":" + server.getAddress().getPort() + "/";
    }

    /// Waits until the person has signed in, and gets the tokens.
    ///
    /// @throws MailException with [Problem.BadCredentials] where they have not
    public Tokens await(Duration patience) throws MailException {
        Map<String, String> answer;
        try {
            answer = answered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MailException(
                    new Problem.BadCredentials(
                            provider.name(),
                            "nobody signed in within " + patience.toMinutes() + " minutes"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("signing in"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it so", e);
        }
        if (!answer.containsKey("code")) {
            throw new MailException(
                    new Problem.BadCredentials(
                            provider.name(),
                            provider.name()
                                    + " did not sign you in: "
                                    + answer.getOrDefault("error", "no reason given")));
        }
        return new Endpoint(provider, clock)
                .tokens(
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                answer.get("code"),
                                "redirect_uri",
                                redirect(),
                                "code_verifier",
                                verifier));
    }

    /// A request without the state that only the provider was told is somebody else's.
    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        boolean isOurs =
                exchange.getRequestURI().getPath().equals("/")
                        && MessageDigest.isEqual(
                                query.getOrDefault("state", "").getBytes(UTF_8),
                                state.getBytes(UTF_8));
        String words =
                !isOurs
                        ? "This is not what Hazel waits for."
                        : query.containsKey("code")
                                ? "Hazel has what it needs. You may close this window."
                                : "You were not signed in. Hazel says more.";
        byte[] body = (words + "\n").getBytes(US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=us-ascii");
        exchange.sendResponseHeaders(isOurs ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
        if (isOurs) {
            answered.complete(query);
        }
    }

    /// @param raw null where there is none, as Java has it
    private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    query.putIfAbsent(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
                } catch (IllegalArgumentException _) {
                    // Not encoded as it should be: then it is not there.
                }
            }
        }
        return query;
    }

    /// RFC 7636 section 4.2.
    static String challenge(String verifier) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String random() {
        byte[] octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
