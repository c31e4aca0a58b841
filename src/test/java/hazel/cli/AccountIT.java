package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import hazel.NameServer;
import hazel.Servers;
import hazel.dns.WireResolver;
import hazel.oauth2.IdentityServer;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// From an address to an account that works, with Dovecot and Postfix, and a name server that knows
/// of them.
class AccountIT {

    private static final String PASSWORD = "veni-vidi-vici";

    private static Optional<Servers> dovecot = Optional.empty();
    private static Optional<Servers> postfix = Optional.empty();
    private static Optional<NameServer> dns = Optional.empty();

    @TempDir private Path root;

    @BeforeAll
    static void start() throws Exception {
        dovecot = Optional.of(Servers.start("dovecot"));
        postfix = Optional.of(Servers.start("postfix"));
        String zone =
                """
                $ORIGIN town.example.
                $TTL 60
                @ SOA ns root 1 3600 900 604800 60
                @ NS ns
                ns A 127.0.0.1
                julius A 192.0.2.1
                _imaps._tcp       SRV 0 1 %d localhost.
                _imap._tcp        SRV 0 1 %d localhost.
                _submissions._tcp SRV 0 1 %d localhost.
                _pop3s._tcp       SRV 0 0 0 .
                """
                        .formatted(
                                dovecot.get().port("IMAPS_PORT"),
                                dovecot.get().port("IMAP_PORT"),
                                postfix.get().port("SMTPS_PORT"));
        String post =
                """
                $ORIGIN post.example.
                $TTL 60
                @ SOA ns root 1 1 1 1 60
                @ NS ns
                ns A 127.0.0.1
                _pop3s._tcp       SRV 0 1 %d localhost.
                _submissions._tcp SRV 0 1 %d localhost.
                """
                        .formatted(
                                dovecot.get().port("POP3S_PORT"), postfix.get().port("SMTPS_PORT"));
        String bare =
                "$ORIGIN bare.example.\n"
                        + "$TTL 60\n"
                        + "@ SOA ns root 1 1 1 1 60\n"
                        + "@ NS ns\n"
                        + "ns A 127.0.0.1\n";
        dns =
                Optional.of(
                        NameServer.start(
                                "127.0.0.1",
                                NameServer.freePort("127.0.0.1"),
                                Map.of(
                                        "town.example",
                                        zone,
                                        "post.example",
                                        post,
                                        "bare.example",
                                        bare)));
    }

    @AfterAll
    static void stop() throws Exception {
        if (dns.isPresent()) {
            dns.get().close();
        }
        for (Optional<Servers> each : List.of(dovecot, postfix)) {
            if (each.isPresent()) {
                each.get().close();
            }
        }
    }

    /// Both servers' certificates, in one file.
    private Path trust() throws IOException {
        return Files.writeString(
                root.resolve("ca.pem"),
                Files.readString(dovecot.orElseThrow().ca())
                        + "\n"
                        + Files.readString(postfix.orElseThrow().ca()));
    }

    private List<String> words(String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("account", "add"));
        all.addAll(List.of("--server", "127.0.0.1:" + dns.orElseThrow().port()));
        all.addAll(List.of("--trust", trust().toString()));
        // No web server is asked but one of this machine.
        if (!List.of(more).contains("--autoconfig")) {
            all.addAll(List.of("--autoconfig", "http://127.0.0.1:1/"));
        }
        all.addAll(List.of(more));
        return all;
    }

    private static Home.Said run(Home home, String input, List<String> words) {
        return home.piped(input, words.toArray(String[]::new));
    }

    private Path dotfile() {
        return root.resolve("config/hazel/config.toml");
    }

    @Test
    void anAddressBecomesAnAccountByTheDomainsOwnRecords() throws Exception {
        try (var home = new Home(root)) {
            home.config("# mine\n[screen]\ntheme = \"light\" # by day\n");
            Home.Said said =
                    run(
                            home,
                            PASSWORD + "\n",
                            words(
                                    "--password-stdin",
                                    "--yes",
                                    "--full-name",
                                    "Julius",
                                    "julius@town.example"));
            assertThat(said.status()).as(said.out() + said.err()).isZero();
            assertThat(said.out() + said.err())
                    .contains("by the domain's SRV record", "ok    imaps://julius@localhost:")
                    .doesNotContain(PASSWORD);
            String written = Files.readString(dotfile());
            assertThat(written)
                    .startsWith("# mine\n[screen]\ntheme = \"light\" # by day\n\n[account.town]\n")
                    .contains(
                            "address  = \"julius@town.example\"",
                            "name     = \"Julius\"",
                            "incoming = \"imaps://julius@localhost:",
                            "outgoing = \"submissions://julius@localhost:")
                    .doesNotContain(PASSWORD);
            Path kept = root.resolve("config/hazel/passwords/town");
            assertThat(Files.readString(kept)).isEqualTo(PASSWORD + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");

            Home.Said test = home.hazel("account", "test", "--transcript", "town");
            assertThat(test.status()).as(test.out()).isZero();
            assertThat(test.out())
                    .contains(
                            "ok    town in: imap",
                            "with TLS, the login was accepted; offers ",
                            "IDLE",
                            "AUTHENTICATE SCRAM-SHA-256",
                            "the login is accepted",
                            "ok    town out: submissions://julius@localhost:",
                            "the largest message it takes, in octets")
                    .doesNotContain(PASSWORD);

            Home.Said again =
                    run(home, PASSWORD, words("--password-stdin", "--yes", "a@town.example"));
            assertThat(again.status()).isEqualTo(64);
            assertThat(again.err()).contains("there is an account 'town' already");

            Home.Said removed = home.hazel("account", "remove", "town");
            assertThat(removed.status()).as(removed.err()).isZero();
            assertThat(Files.readString(dotfile()))
                    .isEqualTo("# mine\n[screen]\ntheme = \"light\" # by day\n");
            assertThat(kept).doesNotExist();
        }
    }

    @Test
    void anAutoconfigFileNamesTheServersAndTheUser() throws Exception {
        String xml =
                """
                <clientConfig version="1.1"><emailProvider id="bare.example">
                <incomingServer type="imap"><hostname>localhost</hostname><port>%d</port>
                <socketType>STARTTLS</socketType><username>%%EMAILLOCALPART%%</username></incomingServer>
                <outgoingServer type="smtp"><hostname>localhost</hostname><port>%d</port>
                <socketType>STARTTLS</socketType><username>julius</username></outgoingServer>
                </emailProvider></clientConfig>
                """
                        .formatted(
                                dovecot.orElseThrow().port("IMAP_PORT"),
                                postfix.orElseThrow().port("SUBMISSION_PORT"));
        List<String> asked = new ArrayList<>();
        HttpServer web =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext(
                "/mail/config-v1.1.xml",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    byte[] body = xml.getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        web.start();
        try (var home = new Home(root)) {
            Home.Said said =
                    run(
                            home,
                            "",
                            words(
                                    "--autoconfig",
                                    "http://127.0.0.1:" + web.getAddress().getPort() + "/",
                                    "--password-command",
                                    "echo " + PASSWORD,
                                    "--yes",
                                    "--name",
                                    "work",
                                    "julius@bare.example"));
            assertThat(said.out() + said.err())
                    .contains("by the domain's autoconfig file", "localhost port");
            // Dovecot on this machine: without TLS, as the dotfile has it for loopback.
            assertThat(said.status()).as(said.out() + said.err()).isZero();
            assertThat(asked)
                    .containsExactly("/mail/config-v1.1.xml?emailaddress=julius%40bare.example");
            assertThat(Files.readString(dotfile()))
                    .startsWith("[account.work]\n")
                    .contains(
                            "incoming = \"imap://julius@localhost:",
                            "outgoing = \"submission://julius@localhost:",
                            "password = { command = \"echo " + PASSWORD + "\" }");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void nothingIsWrittenWhereTheLoginIsRefused() throws Exception {
        try (var home = new Home(root)) {
            Home.Said said =
                    run(
                            home,
                            "et-tu-brute\n",
                            words("--password-stdin", "--yes", "julius@town.example"));
            assertThat(said.status()).isEqualTo(77);
            assertThat(said.err()).contains("does not take the login").doesNotContain("et-tu");
            assertThat(dotfile()).doesNotExist();
            assertThat(root.resolve("config/hazel/passwords")).doesNotExist();
        }
    }

    @Test
    void aServerOutsideTheDomainIsNotUsedUnasked() throws Exception {
        try (var home = new Home(root)) {
            Home.Said said = run(home, PASSWORD, words("--password-stdin", "julius@town.example"));
            assertThat(said.status()).isEqualTo(64);
            assertThat(said.err()).contains("localhost is outside town.example; --yes uses it");
            assertThat(dotfile()).doesNotExist();
        }
    }

    @Test
    void whereThereIsOnlyPop3ItIsUsed() throws Exception {
        try (var home = new Home(root)) {
            Home.Said said =
                    run(home, PASSWORD, words("--password-stdin", "--yes", "julius@post.example"));
            assertThat(said.status()).as(said.out() + said.err()).isZero();
            assertThat(said.out()).contains("(POP3 with TLS), by the domain's SRV record");
            assertThat(Files.readString(dotfile()))
                    .contains("incoming = \"pop3s://julius@localhost:");
            assertThat(home.hazel("account", "test", "post").out())
                    .contains("ok    post in: pop3s", "on the server");
        }
    }

    /// The set-up screen's part that is no screen: what is asked for and what is answered.
    @Test
    void theFirstRunFindsTriesAsksToTrustAndWrites() throws Exception {
        try (var _ = new Home(root)) {
            var session = Session.usual();
            var nameServer = new InetSocketAddress("127.0.0.1", dns.orElseThrow().port());
            var setup =
                    new FirstRun(
                            session,
                            deadline -> WireResolver.of(nameServer, deadline),
                            Optional.of(URI.create("http://127.0.0.1:1/")));
            var said = new LinkedBlockingQueue<Msg>();
            setup.perform(new Effect.FindServers("julius@town.example"), said::add);
            var found = (Msg.ServersFound) said.poll(30, TimeUnit.SECONDS);
            assertThat(found.account()).isEqualTo("town");
            assertThat(found.incoming().orElseThrow().isOutside()).isTrue();
            var account =
                    new Effect.NewAccount(
                            "town",
                            "julius@town.example",
                            "Julius",
                            found.incoming().orElseThrow().uris(),
                            found.outgoing().orElseThrow().uris(),
                            PASSWORD);
            // Neither certificate is one that this machine trusts.
            for (int server = 0; server < 2; server++) {
                setup.perform(new Effect.AddAccount(account), said::add);
                var distrusted = (Msg.Distrusted) said.poll(30, TimeUnit.SECONDS);
                assertThat(said.poll(30, TimeUnit.SECONDS)).isInstanceOf(Msg.AccountRefused.class);
                assertThat(dotfile()).doesNotExist();
                var problem = distrusted.problem();
                setup.perform(
                        new Effect.PinCertificate(
                                "town",
                                problem.host(),
                                problem.port(),
                                problem.certificate().fingerprint()),
                        said::add);
                assertThat(said.poll(30, TimeUnit.SECONDS))
                        .isEqualTo(new Msg.Pinned("town", problem.host()));
            }
            setup.perform(new Effect.AddAccount(account), said::add);
            assertThat(said.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(new Msg.AccountAdded("town", dotfile().toString()));
            assertThat(setup.outcome()).isEqualTo(FirstRun.Outcome.ACCOUNT);
            assertThat(Files.readString(dotfile()))
                    .contains("incoming = \"imaps://julius@localhost:")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void aDomainThatSaysNothingHasToBeHelped() throws Exception {
        try (var home = new Home(root)) {
            Home.Said said =
                    run(home, PASSWORD, words("--password-stdin", "--yes", "julius@bare.example"));
            assertThat(said.status()).isEqualTo(68);
            assertThat(said.err())
                    .isEqualTo(
                            "hazel: no server for reading (IMAP or POP3) was found for"
                                    + " bare.example; name it with --incoming\n");
            Home.Said named =
                    run(
                            home,
                            PASSWORD,
                            words(
                                    "--password-stdin",
                                    "--user",
                                    "julius",
                                    "--incoming",
                                    "imaps://localhost:" + dovecot.orElseThrow().port("IMAPS_PORT"),
                                    "--outgoing",
                                    "submissions://localhost:"
                                            + postfix.orElseThrow().port("SMTPS_PORT"),
                                    "julius@bare.example"));
            assertThat(named.status()).as(named.out() + named.err()).isZero();
        }
    }

    /// What the fixture's own script makes, which Dovecot checks by itself.
    private static String token(String user) throws Exception {
        Path script = dovecot.orElseThrow().script().resolveSibling("mint_jwt.sh");
        Process process =
                new ProcessBuilder(
                                "bash",
                                script.toString(),
                                dovecot.orElseThrow().value("OAUTH_KEY"),
                                user)
                        .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @Test
    void whoSignsInWithAProviderLogsInWithItsToken() throws Exception {
        try (var identity = new IdentityServer();
                var home = new Home(root)) {
            home.config(
                    """
                    [account.work]
                    address  = "julius@town.example"
                    incoming = "imaps://julius@ancient-rome.net@localhost:%d"
                    outgoing = "sendmail:/bin/true"
                    password = { oauth2 = "here" }
                    trust    = "%s"

                    %s
                    """
                            .formatted(
                                    dovecot.orElseThrow().port("IMAPS_PORT"),
                                    trust(),
                                    identity.table()));
            Home.Said before = home.hazel("account", "test", "work");
            assertThat(before.status()).isEqualTo(77);
            assertThat(before.out()).contains("do so with 'hazel account login work'");

            String token = token("julius@ancient-rome.net");
            identity.next(
                    "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                            .formatted(token));
            Home.Said login = home.hazel("account", "login", "--device", "work");
            assertThat(login.status()).as(login.err()).isZero();
            assertThat(login.out())
                    .contains("type there: WDJB-MJHT", "signed in with here")
                    .doesNotContain(token);

            Home.Said test = home.hazel("account", "test", "--transcript", "work");
            assertThat(test.status()).as(test.out()).isZero();
            assertThat(test.out())
                    .contains("AUTHENTICATE OAUTHBEARER ***", "the login was accepted")
                    .doesNotContain(token);

            // A token that the server does not take is told, and not shown.
            identity.next("{\"access_token\":\"x.y.z\",\"token_type\":\"Bearer\"}");
            assertThat(home.hazel("account", "login", "--device", "work").status()).isZero();
            Home.Said refused = home.hazel("account", "test", "--transcript", "work");
            assertThat(refused.status()).isEqualTo(77);
            assertThat(refused.out()).contains("does not take the login").doesNotContain("x.y.z");

            assertThat(home.hazel("account", "remove", "work").status()).isZero();
            assertThat(root.resolve("data/hazel/tokens/account-work")).doesNotExist();

            // What is left of the dotfile is the provider, and is all that 'add' needs.
            identity.next(
                    "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                            .formatted(token));
            Home.Said added =
                    run(
                            home,
                            "",
                            words(
                                    "--oauth2",
                                    "here",
                                    "--device",
                                    "--name",
                                    "again",
                                    "--user",
                                    "julius@ancient-rome.net",
                                    "--incoming",
                                    "imaps://localhost:" + dovecot.orElseThrow().port("IMAPS_PORT"),
                                    "--outgoing",
                                    "sendmail:/bin/true",
                                    "julius@town.example"));
            assertThat(added.status()).as(added.out() + added.err()).isZero();
            assertThat(Files.readString(dotfile()))
                    .startsWith("[oauth2.here]\n")
                    .contains("[account.again]\n", "password = { oauth2 = \"here\" }\n");
        }
    }
}
