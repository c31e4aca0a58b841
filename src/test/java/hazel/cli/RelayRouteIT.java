package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.NameServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// `hazel relay route` where mail goes by the DNS, which a real name server has.
class RelayRouteIT {

    private static final String ZONE =
            """
            $TTL 300
            @        SOA ns hostmaster 1 3600 900 604800 300
            @        NS  ns
            ns       A   127.0.0.1
            @        MX  5 nile
            @        MX  10 barge
            nile     A   192.0.2.5
            barge    A   192.0.2.6
            nomail   MX  0 .
            loop     MX  5 ns
            alias    CNAME @
            """;

    @TempDir private Path dir;
    private Home home;

    @BeforeEach
    void aHome() {
        home = new Home(dir);
    }

    @AfterEach
    void back() {
        home.close();
    }

    @Test
    void theHostsAreShownInTheirOrder() throws Exception {
        int port = NameServer.freePort("127.0.0.1");
        try (NameServer _ = NameServer.start("127.0.0.1", port, Map.of("cleo.test", ZONE))) {
            home.config("[relay]\nmx = true\nnameserver = '127.0.0.1:" + port + "'\n");
            var said = home.hazel("relay", "route", "mark@cleo.test");
            assertThat(said.status()).isZero();
            assertThat(said.out())
                    .isEqualTo(
                            """
                            mark@cleo.test: sent on to the mail servers of cleo.test, as the DNS says
                            the mail servers of cleo.test, in the order of this time:
                                  5  nile.cleo.test  192.0.2.5
                                 10  barge.cleo.test  192.0.2.6
                              Mail for cleo.test would arrive, as far as the DNS goes.
                            """);
            assertThat(home.hazel("relay", "route", "--json", "mark@cleo.test").out())
                    .contains("\"outcome\":\"deliver\"", "\"host\":\"nile.cleo.test\"");
            var none = home.hazel("relay", "route", "x@nomail.cleo.test");
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.out()).contains("would be refused: the domain says that it takes none");
            var loop = home.hazel("relay", "route", "x@loop.cleo.test");
            assertThat(loop.status()).isEqualTo(1);
            assertThat(loop.out()).contains("127.0.0.1: the sender itself");
        }
    }
}
