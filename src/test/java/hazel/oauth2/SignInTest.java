package hazel.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SignInTest {

    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path root;

    private Optional<IdentityServer> server = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        server = Optional.of(new IdentityServer());
    }

    @AfterEach
    void stop() {
        server.ifPresent(IdentityServer::close);
    }

    private IdentityServer server() {
        return server.orElseThrow();
    }

    private static HttpResponse<String> browse(URI page) throws Exception {
        try (HttpClient browser =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
            return browser.send(
                    HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aBrowserBringsTheCodeAndTheVerifierGetsTheTokens() throws Exception {
        try (CodeFlow flow = CodeFlow.begin(server().provider(), CLOCK)) {
            assertThat(browse(flow.page()).body())
                    .isEqualTo("Hazel has what it needs. You may close this window.\n");
            assertThat(flow.await(PATIENCE))
                    .isEqualTo(
                            new Tokens(
                                    "access-1", Optional.of("refresh-1"), NOON.plusSeconds(3600)));
        }
        Map<String, String> authorize = server().asked().getFirst();
        assertThat(authorize)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "hazel-test")
                .containsEntry("scope", "mail offline")
                .containsEntry("code_challenge_method", "S256")
                .doesNotContainKeys("client_secret", "code_verifier");
        assertThat(authorize.get("redirect_uri")).startsWith("http://127.0.0.1:");
        assertThat(server().asked().getLast())
                .containsEntry("client_secret", "not so secret")
                .containsKey("code_verifier");
    }

    @Test
    void theChallengeIsThatOfTheRfc() {
        // RFC 7636, appendix B
        assertThat(CodeFlow.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void aCodeThatSomebodyElseBringsIsNotTaken() throws Exception {
        try (CodeFlow flow = CodeFlow.begin(server().provider(), CLOCK)) {
            String redirect = flow.page().toString().replaceFirst(".*redirect_uri=([^&]*).*", "$1");
            String here =
                    java.net.URLDecoder.decode(redirect, java.nio.charset.StandardCharsets.UTF_8);
            for (String query :
                    List.of("", "?code=stolen", "?code=stolen&state=x", "?state=%zz&code=x", "x")) {
                assertThat(browse(URI.create(here + query.replace("%zz", "%25zz"))).statusCode())
                        .isEqualTo(404);
            }
            browse(flow.page());
            assertThat(flow.await(PATIENCE).access()).isEqualTo("access-1");
        }
    }

    @Test
    void whoDoesNotSignInHasNoTokens() throws Exception {
        try (CodeFlow flow = CodeFlow.begin(server().provider(), CLOCK)) {
            assertThat(problem(() -> flow.await(Duration.ZERO)))
                    .isInstanceOf(Problem.BadCredentials.class);
            String page = flow.page().toString();
            String state = page.replaceFirst(".*state=([^&]*).*", "$1");
            String redirect = page.replaceFirst(".*redirect_uri=([^&]*).*", "$1");
            String here =
                    java.net.URLDecoder.decode(redirect, java.nio.charset.StandardCharsets.UTF_8);
            browse(URI.create(here + "?error=access_denied&state=" + state));
            assertThat(problem(() -> flow.await(PATIENCE)).message())
                    .isEqualTo("here did not sign you in: access_denied");
        }
    }

    private interface Trial {
        void run() throws Exception;
    }

    private static Problem problem(Trial trial) {
        return catchThrowableOfType(MailException.class, trial::run).problem();
    }

    @Test
    void onAnotherDeviceACodeIsTyped() throws Exception {
        server().next("{\"error\":\"authorization_pending\"}");
        server().next("{\"error\":\"slow_down\"}");
        List<Duration> pauses = new ArrayList<>();
        DeviceFlow flow = DeviceFlow.begin(server().provider(), CLOCK);
        assertThat(flow.userCode()).isEqualTo("WDJB-MJHT");
        assertThat(flow.page()).isEqualTo(server().place("/type"));
        assertThat(flow.await(pauses::add).access()).isEqualTo("access-1");
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"access_denied", "expired_token"})
    void aRefusalOnAnotherDeviceEndsTheQuestions(String error) throws Exception {
        server().next("{\"error\":\"" + error + "\"}");
        DeviceFlow flow = DeviceFlow.begin(server().provider(), CLOCK);
        assertThat(problem(() -> flow.await(_ -> {})).message())
                .isEqualTo("here refuses: " + error);
    }

    private AccessTokens tokens() {
        return new AccessTokens(
                server().provider(), new TokenFile(root.resolve("tokens/work")), "work", CLOCK);
    }

    private void kept(String access, String refresh, Instant expires) throws MailException {
        tokens().file().write(new Tokens(access, Optional.of(refresh), expires));
    }

    @Test
    void aTokenThatHoldsIsUsedAndOneThatRunsOutIsRenewed() throws Exception {
        kept("access-0", "refresh-0", NOON.plusSeconds(61));
        assertThat(tokens().get()).isEqualTo("access-0");
        assertThat(server().asked()).isEmpty();

        kept("access-0", "refresh-0", NOON.plusSeconds(59));
        assertThat(tokens().get()).isEqualTo("access-1");
        assertThat(tokens().get()).isEqualTo("access-1");
        assertThat(server().asked()).hasSize(1);
        // The provider takes each refresh token once: the new one was kept.
        kept("access-1", "refresh-1", NOON);
        assertThat(tokens().get()).isEqualTo("access-2");
    }

    @Test
    void aTokenThatAServerRefusesIsRenewedBeforeItsTimeOnceItIsNotNew() throws Exception {
        kept("access-0", "refresh-0", NOON.plusSeconds(3600));
        Path file = root.resolve("tokens/work");
        Files.setLastModifiedTime(file, FileTime.from(NOON.minusSeconds(59)));
        assertThat(tokens().insteadOf("access-0")).isEmpty();
        Files.setLastModifiedTime(file, FileTime.from(NOON.minusSeconds(61)));
        assertThat(tokens().insteadOf("access-of-old")).contains("access-0");
        assertThat(server().asked()).isEmpty();
        assertThat(tokens().insteadOf("access-0")).contains("access-1");
    }

    @Test
    void aProviderThatGivesNoNewRefreshTokenLeavesTheOld() throws Exception {
        kept("access-0", "refresh-0", NOON);
        server().next("{\"access_token\":\"a\",\"token_type\":\"bearer\"}");
        assertThat(tokens().get()).isEqualTo("a");
        assertThat(tokens().file().read().orElseThrow().refresh()).contains("refresh-0");
    }

    @Test
    void aSignInThatWasTakenBackIsToldWithWhatToDo() throws Exception {
        assertThat(problem(() -> tokens().get()).message())
                .isEqualTo("nobody has signed in; do so with 'hazel account login work'");
        kept("access-0", "refresh-of-old", NOON);
        Problem problem = problem(() -> tokens().get());
        assertThat(problem).isInstanceOf(Problem.BadCredentials.class);
        assertThat(problem.message())
                .isEqualTo(
                        "the sign-in was taken back or has run out; do so with 'hazel account login"
                                + " work'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "503",
                "404",
                "{\"access_token\":\"a\\r\\nb\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "{\"token_type\":\"bearer\"}",
                "[]",
                "<html>",
                ""
            })
    void whatIsNoAnswerIsOneSentenceAndTheTokensStay(String answer) throws Exception {
        kept("access-0", "refresh-0", NOON);
        String before = Files.readString(root.resolve("tokens/work"));
        server().next(answer);
        Problem problem = problem(() -> tokens().get());
        assertThat(problem)
                .isInstanceOf(
                        answer.equals("503") ? Problem.Unreachable.class : Problem.Protocol.class);
        assertThat(problem.message()).doesNotContain("refresh-0", "access-0");
        assertThat(Files.readString(root.resolve("tokens/work"))).isEqualTo(before);
    }

    @Test
    void anAnswerWithoutEndIsCut() throws Exception {
        kept("access-0", "refresh-0", NOON);
        server().next(
                        "{\"access_token\":\""
                                + "a".repeat(1_000_000)
                                + "\",\"token_type\":\"bearer\"}");
        assertThat(problem(() -> tokens().get())).isInstanceOf(Problem.Protocol.class);
    }

    @Test
    void tokensAreForTheirOwnerAlone() throws Exception {
        kept("access-0", "refresh-0", NOON);
        Path file = root.resolve("tokens/work");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(root.resolve("tokens"))))
                .isEqualTo("rwx------");
        assertThat(tokens().file().read().orElseThrow().toString() + server().provider())
                .doesNotContain("access-0", "refresh-0", "not so secret");
    }

    @Test
    void aDamagedFileIsNoSignIn() throws Exception {
        Files.createDirectories(root.resolve("tokens"));
        for (String text : List.of("", "x", "x\ny\nz\n", NOON + "\n")) {
            Files.writeString(root.resolve("tokens/work"), text);
            assertThat(tokens().file().read()).isEmpty();
        }
    }
}
