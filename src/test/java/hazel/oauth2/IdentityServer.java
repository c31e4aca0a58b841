package hazel.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An identity provider on this machine, as strict as the RFCs let it be: a code is taken once and
/// with its verifier only, a refresh token once.
public final class IdentityServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> challenges = new HashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<Map<String, String>> asked = new ArrayList<>();
    private String refresh = "refresh-0";
    private int given;

    public IdentityServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/device", this::device);
        server.start();
    }

    /// The table of a configuration that names it `here`.
    public String table() {
        return """
        [oauth2.here]
        client    = "hazel-test"
        authorize = "%s"
        token     = "%s"
        device    = "%s"
        """
                .formatted(place("/authorize"), place("/token"), place("/device"));
    }

    public String place(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    Provider provider() {
        return new Provider(
                "here",
                URI.create(place("/authorize")),
                URI.create(place("/token")),
                Optional.of(URI.create(place("/device"))),
                "hazel-test",
                Optional.of("not so secret"),
                "mail offline",
                "127.0.0.1");
    }

    /// What the token place says next, in place of what it would: JSON, or a number for a status.
    public synchronized void next(String answer) {
        answers.add(answer);
    }

    /// The forms that came, in their order.
    public synchronized List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    private synchronized void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        asked.add(query);
        String code = "code-" + challenges.size();
        challenges.put(code, query.get("code_challenge"));
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        query.get("redirect_uri")
                                + "?code="
                                + code
                                + "&state="
                                + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private synchronized void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        asked.add(form);
        String next = answers.poll();
        if (next != null) {
            boolean isStatus = next.matches("[0-9]{3}");
            boolean isError = next.contains("\"error\"");
            answer(exchange, isStatus ? Integer.parseInt(next) : isError ? 400 : 200, next);
            return;
        }
        boolean isGranted =
                switch (form.getOrDefault("grant_type", "")) {
                    case "authorization_code" -> {
                        String challenge = challenges.remove(form.get("code"));
                        yield challenge != null
                                && challenge.equals(CodeFlow.challenge(form.get("code_verifier")));
                    }
                    case "refresh_token" -> refresh.equals(form.get("refresh_token"));
                    default -> form.containsKey("device_code");
                };
        if (!isGranted) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        given++;
        refresh = "refresh-" + given;
        answer(
                exchange,
                200,
                "{\"access_token\":\"access-%d\",\"refresh_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                        .formatted(given, refresh));
    }

    private synchronized void device(HttpExchange exchange) throws IOException {
        asked.add(form(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        answer(
                exchange,
                200,
                "{\"device_code\":\"dev\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"%s\",\"interval\":0,\"expires_in\":600}"
                        .formatted(place("/type")));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
