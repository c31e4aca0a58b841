package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.dns.BlockList;
import hazel.dns.DomainInspection;
import hazel.dns.DomainName;
import hazel.dns.MtaSts;
import hazel.dns.PaperResolver;
import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a machine is told that wants to send by itself, its DNS a sheet of paper.
class RelayDoctorTest {

    private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.5");

    private static final String GOOD =
            """
            5.2.0.192.in-addr.arpa. PTR mail.far.test.
            mail.far.test. A 192.0.2.5
            far.test. MX 10 mx.far.test.
            mx.far.test. A 192.0.2.9
            far.test. TXT "v=spf1 ip4:192.0.2.5 -all"
            _dmarc.far.test. TXT "v=DMARC1; p=none"
            2.0.0.127.list.test. A 127.0.0.2
            """;

    private RelayDoctor.Knock knock = _ -> {};

    private String said(String zone, String hostName, Optional<InetAddress> own) {
        return said(PaperResolver.of(zone), hostName, own);
    }

    private String said(PaperResolver dns, String hostName, Optional<InetAddress> own) {
        var inspection =
                new DomainInspection(
                        dns,
                        PaperResolver.servers(Map.of()),
                        53,
                        _ -> new MtaSts.Fetched("", "no connection"),
                        List.of());
        var lists = List.of(new BlockList(DomainName.of("list.test")));
        return new RelayDoctor(inspection, lists, knock, hostName)
                .look(own, List.of(DomainName.of("far.test"))).stream()
                        .flatMap(finding -> finding.lines().stream())
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void aMachineThatIsAsItShouldBe() {
        assertThat(said(GOOD, "mail.far.test", Optional.of(OWN)))
                .isEqualTo(
                        """
                        ok    this machine calls itself mail.far.test
                        ok    192.0.2.5 is mail.far.test
                        ok    no block list has 192.0.2.5
                        ok    SPF: far.test permits 192.0.2.5 by 'ip4'
                        ok    mail servers are reached: mx.far.test\
                        """);
    }

    @Test
    void aMachineOfWhichNothingIs() {
        knock =
                target -> {
                    throw new MailException(
                            new Problem.Unreachable(
                                    target.host().text(), "cannot connect to " + target.host()));
                };
        String zone =
                """
                far.test. MX 10 mx.far.test.
                mx.far.test. A 192.0.2.9
                _dmarc.far.test. TXT "v=DMARC1; p=reject"
                2.0.0.127.list.test. A 127.0.0.2
                5.2.0.192.list.test. A 127.0.0.2
                """;
        assertThat(said(zone, "localhost", Optional.of(OWN)))
                .contains(
                        "FAIL  this machine calls itself 'localhost', which is no name in the"
                                + " DNS\n")
                .contains(
                        "FAIL  192.0.2.5 has no name (PTR); many servers take no mail from it\n"
                                + "      who gave")
                .contains("FAIL  192.0.2.5 is on the list list.test")
                .contains("FAIL  far.test has no SPF record")
                .contains("FAIL  far.test asks receivers to reject mail in its name")
                .contains("SPF has to allow this machine, or mail goes through")
                .contains("FAIL  a mail server is not reached: cannot connect to mx.far.test\n")
                .doesNotContain("ok ");
        assertThat(said(PaperResolver.of(GOOD).silentAbout("far.test"), "a.b", Optional.of(OWN)))
                .contains("FAIL  SPF: no answer");
        assertThat(said(zone, "mail.far.test", Optional.empty()))
                .contains("FAIL  this machine knows no address of its own that others could see\n");
    }

    @Test
    void whetherADomainPermitsTheMachineIsFoundAsReceiversFindIt() {
        String asks = GOOD.replace("p=none", "p=reject");
        assertThat(said(asks, "mail.far.test", Optional.of(OWN)))
                .contains("ok    far.test asks receivers to reject", "SPF vouches for what is sent")
                .doesNotContain("FAIL");
        String others = asks.replace("ip4:192.0.2.5", "include:far.test.other.test a:mx.far.test");
        String included = others + "far.test.other.test. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"\n";
        assertThat(said(included, "mail.far.test", Optional.of(OWN)))
                .contains("FAIL  SPF: far.test does not permit 192.0.2.5 (all)\n")
                .contains("FAIL  far.test asks receivers to reject");
        assertThat(said(included.replace("98.51.100", "92.0.2"), "a.b", Optional.of(OWN)))
                .contains("ok    SPF: far.test permits 192.0.2.5 by 'include'\n");
        assertThat(said(GOOD, "mail.far.test", Optional.empty()))
                .contains("ok    SPF of far.test: v=spf1 ip4:192.0.2.5 -all; it has to allow this");
    }
}
