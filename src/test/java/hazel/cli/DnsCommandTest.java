package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// Zone files, for which nobody is asked. What asks is tested with real name servers.
class DnsCommandTest {

    private static final String ZONE =
            """
            $TTL 300
            @    SOA ns hostmaster 1 3600 900 604800 300
            @    NS  ns
            ns   A   192.0.2.53
            mail A   192.0.2.5
            @    MX  mail.nopref.example.
            """;

    @TempDir private Path root;

    @Test
    void aZoneFileIsLookedThroughLineByLine() throws Exception {
        Path file = root.resolve("zone");
        Files.writeString(file, ZONE);
        try (var home = new Home(root)) {
            Home.Said said = home.hazel("dns", "--zone-file", file.toString(), "nopref.example");
            assertThat(said.status()).isEqualTo(1);
            assertThat(said.out())
                    .isEqualTo(
                            file
                                    + ":6: error no-preference: the MX record of nopref.example"
                                    + " has no preference; no name server takes it. Expected 'MX"
                                    + " 10 mail.nopref.example.'\n");
            Home.Said unnamed = home.hazel("dns", "--zone-file", file.toString());
            assertThat(unnamed.status()).isEqualTo(64);
            assertThat(unnamed.err()).contains("does not say which zone it is");
        }
    }

    @Test
    void aZoneMayComeOnStandardInputAndGoOutAsJson() {
        try (var home = new Home(root)) {
            String zone = "$ORIGIN nopref.example.\n" + ZONE;
            Home.Said bad = home.piped(zone, "dns", "--json", "--zone-file", "-");
            assertThat(bad.out())
                    .startsWith("{\"severity\":\"error\",\"name\":\"no-preference\",\"text\":")
                    .endsWith(",\"line\":7}\n");
            String mended = zone.replace("MX  mail", "MX 5 mail");
            Home.Said good = home.piped(mended, "dns", "--zone-file", "-");
            assertThat(good).isEqualTo(new Home.Said(0, "standard input: no errors\n", ""));
        }
    }

    @Test
    void nothingInAZoneFileReachesTheTerminalAsACommand() {
        try (var home = new Home(root)) {
            Home.Said said =
                    home.piped("$ORIGIN e.example.\n@ \u001b[31m x\n", "dns", "--zone-file", "-");
            assertThat(said.status()).isEqualTo(1);
            assertThat(said.out()).contains("there is no record type").doesNotContain("\u001b");
        }
    }
}
