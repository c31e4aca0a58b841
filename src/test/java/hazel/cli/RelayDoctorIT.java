package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.NameServer;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// `hazel relay doctor` with the DNS of a real name server.
class RelayDoctorIT {

    private static final String ZONE =
            """
            $TTL 300
            @        SOA ns hostmaster 1 3600 900 604800 300
            @        NS  ns
            ns       A   127.0.0.1
            @        MX  5 ns
            @        TXT "v=spf1 ip4:192.0.2.5 -all"
            _dmarc   TXT "v=DMARC1; p=quarantine"
            mail     A   192.0.2.5
            2.0.0.127.list A 127.0.0.2
            """;

    private static final String REVERSE =
            """
            $TTL 300
            @        SOA ns.cleo.test. hostmaster.cleo.test. 1 3600 900 604800 300
            @        NS  ns.cleo.test.
            5        PTR mail.cleo.test.
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
    void whatTheDnsSaysOfThisMachineAndItsDomainsIsTold() throws Exception {
        int port = NameServer.freePort("127.0.0.1");
        Map<String, String> zones = Map.of("cleo.test", ZONE, "2.0.192.in-addr.arpa", REVERSE);
        try (NameServer _ = NameServer.start("127.0.0.1", port, zones);
                var server =
                        new ScriptedServer(
                                "S: 220 mx\nC: EHLO\nS: 250 mx\nC: QUIT\nS: 221 bye\n")) {
            home.config(
                    """
                    [account.ada]
                    address = "ada@cleo.test"
                    incoming = "maildir:~/Mail"
                    [relay]
                    nameserver = '127.0.0.1:%d'
                    mxport = %d
                    """
                            .formatted(port, ((Server.Place.Tcp) server.server().place()).port()));
            var said =
                    home.hazel(
                            "relay",
                            "doctor",
                            "--address",
                            "192.0.2.5",
                            "--block-list",
                            "list.cleo.test");
            assertThat(said.out())
                    .contains("ok    192.0.2.5 is mail.cleo.test\n")
                    .contains("ok    no block list has 192.0.2.5\n")
                    .contains("ok    SPF: cleo.test permits 192.0.2.5 by 'ip4'\n")
                    .contains("ok    cleo.test asks receivers to quarantine mail in its name");
            assertThat(said.status()).isEqualTo(1);
            assertThat(home.hazel("relay", "doctor", "--address", "here").status()).isEqualTo(64);
        }
    }
}
