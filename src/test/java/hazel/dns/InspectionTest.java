package hazel.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A domain in whole, and each error by its name.
class InspectionTest {

    private static final MtaSts.Source NOBODY = _ -> MtaSts.Fetched.none("no connection");

    private static DomainReport inspect(String domain, PaperResolver dns) {
        return inspect(domain, dns, Map.of(), NOBODY);
    }

    private static DomainReport inspect(
            String domain, Resolver dns, Map<String, Resolver> servers, MtaSts.Source policies) {
        return new DomainInspection(dns, PaperResolver.servers(servers), 53, policies, List.of())
                .inspect(DomainName.of(domain));
    }

    private static String names(DomainReport report) {
        return report.findings().stream()
                .map(f -> f.fault().word())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String text(DomainReport report, Fault fault) {
        return report.findings().stream()
                .filter(f -> f.fault() == fault)
                .map(Finding::text)
                .collect(Collectors.joining("\n"));
    }

    private static final String ERRORS =
            """
            errors.example.       A 192.0.2.1
            mail.errors.example.  A 192.0.2.5
            smtp.errors.example.  CNAME mail.errors.example.
            text.errors.example.  TXT "no address here"
            host.other.example.   A 192.0.2.9
            nodot.errors.example. MX 10 mail.errors.example.errors.example.
            other.errors.example. MX 10 host.other.example.errors.example.
            alias.errors.example. MX 10 smtp.errors.example.
            ghost.errors.example. MX 10 nosuchhost.errors.example.
            noaddr.errors.example. MX 10 text.errors.example.
            ip.errors.example.    MX 10 192.0.2.25.errors.example.
            ipdot.errors.example. MX 10 192.0.2.25.
            private.errors.example. MX 10 priv.errors.example.
            priv.errors.example.  A 10.1.2.3
            home.errors.example.  MX 10 lo.errors.example.
            lo.errors.example.    A 127.0.0.1
            local.errors.example. MX 10 localhost.
            multi.errors.example. MX 10 cast.errors.example.
            cast.errors.example.  A 224.0.0.251
            null.errors.example.  MX 0 .
            null.errors.example.  MX 10 mail.errors.example.
            cnamed.errors.example. CNAME mail.errors.example.
            loop1.errors.example. CNAME loop2.errors.example.
            loop2.errors.example. CNAME loop1.errors.example.
            gone.errors.example.  CNAME nosuchhost.errors.example.
            """;

    @ParameterizedTest
    @CsvSource({
        "mail,    no-mx,              true",
        "nodot,   final-dot-missing,  false",
        "other,   final-dot-missing,  false",
        "alias,   mx-is-alias,        true",
        "ghost,   mx-does-not-exist,  false",
        "noaddr,  mx-without-address, false",
        "ip,      mx-is-address,      false",
        "ipdot,   mx-is-address,      false",
        "private, address-is-private, true",
        "home,    address-is-loopback, false",
        "local,   address-is-loopback, false",
        "multi,   address-is-no-host, false",
        "null,    null-mx-not-alone,  true",
        "cnamed,  no-mx,              true",
        "loop1,   alias-loop,         false",
        "gone,    no-such-domain,     false",
        "text,    no-mx,              false",
        "nosuch,  no-such-domain,     false"
    })
    void theCommonErrorsHaveNames(String host, String name, boolean arrives) {
        DomainReport report = inspect(host + ".errors.example", PaperResolver.of(ERRORS));
        assertThat(names(report)).contains(name);
        assertThat(report.wouldArrive()).isEqualTo(arrives);
    }

    @Test
    void whatIsSaidNamesWhatIsMeant() {
        DomainReport report = inspect("nodot.errors.example", PaperResolver.of(ERRORS));
        assertThat(text(report, Fault.FINAL_DOT_MISSING))
                .isEqualTo(
                        "the MX host mail.errors.example.errors.example does not exist: in the"
                                + " zone file the final dot is missing after"
                                + " 'mail.errors.example'");
    }

    private static final String WELL =
            """
            well.example.            MX 10 mx.well.example.
            mx.well.example.         A 192.0.2.10
            mx.well.example.         AAAA 2001:db8::10
            10.2.0.192.in-addr.arpa. PTR mx.well.example.
            well.example.            TXT "v=spf1 mx include:_spf.well.example -all"
            well.example.            TXT "another text"
            _spf.well.example.       TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"
            _dmarc.well.example.     TXT "v=DMARC1; p=reject; rua=mailto:d@well.example"
            _smtp._tls.well.example. TXT "v=TLSRPTv1; rua=mailto:t@well.example"
            _mta-sts.well.example.   TXT "v=STSv1; id=20261129"
            _25._tcp.mx.well.example. TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000
            well.example.            SOA ns1.well.example. root.well.example. 7 1 1 1 1
            well.example.            NS ns1.well.example.
            well.example.            NS ns2.well.example.
            ns1.well.example.        A 192.0.2.53
            ns2.well.example.        A 198.51.100.54
            """;

    private static final String POLICY =
            """
            version: STSv1
            mode: enforce
            mx: *.well.example
            max_age: 604800
            """;

    @Test
    void aDomainInOrderHasNothingToComplainOf() {
        Resolver dns =
                PaperResolver.of(WELL + "s1._domainkey.well.example. TXT " + key(2048)).signed();
        DomainReport report =
                inspect(
                        "well.example",
                        dns,
                        Map.of("192.0.2.53", dns, "198.51.100.54", dns),
                        _ -> new MtaSts.Fetched(POLICY, ""));

        assertThat(report.findings()).isEmpty();
        assertThat(report.wouldArrive()).isTrue();
        assertThat(report.spf().lookups()).isEqualTo(2);
        assertThat(report.dkim())
                .containsExactly(new DkimKey("s1", "rsa", 2048, DkimKey.State.IN_USE));
        assertThat(report.dmarc().orElseThrow().policy()).isEqualTo("reject");
        assertThat(report.mtaSts().orElseThrow().policy().orElseThrow().maxAge())
                .isEqualTo(604_800);
        assertThat(report.tlsReports()).containsExactly("mailto:t@well.example");
        assertThat(report.dane()).extracting(Dane::isSigned).containsExactly(true);
        assertThat(report.authority().views())
                .extracting(v -> v.server() + " " + v.serial().orElseThrow() + " " + v.said())
                .containsExactly(
                        "ns1.well.example 7 [MX 10 mx.well.example]",
                        "ns2.well.example 7 [MX 10 mx.well.example]");
        assertThat(report.reverse())
                .filteredOn(Reverse::isConfirmed)
                .extracting(r -> Addresses.text(r.address()))
                .containsExactly("192.0.2.10");
    }

    private static String key(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            String base64 =
                    Base64.getEncoder()
                            .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            int half = base64.length() / 2;
            return "\"v=DKIM1; p=%s\" \"%s\"\n"
                    .formatted(base64.substring(0, half), base64.substring(half));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s1 | v=DKIM1; p= | 0 REVOKED",
                "s1 | v=DKIM1; p=!!! | 0 UNREADABLE",
                "s1 | k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | 256 IN_USE",
                "s1 | t=y; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | 256 TESTING",
            })
    void aKeyIsLookedInto(String selector, String record, String what) {
        var dns =
                PaperResolver.of(
                        selector
                                + "._domainkey.k.example. TXT \""
                                + record.replace(";", "\\;")
                                + "\"");
        assertThat(inspect("k.example", dns).dkim())
                .extracting(k -> k.bits() + " " + k.state())
                .containsExactly(what);
    }

    @Test
    void aWeakKeyIsToldAndAMissingOneThatWasNamed() {
        var dns =
                PaperResolver.of(
                        "k.example. A 192.0.2.1\ns1._domainkey.k.example. TXT " + key(1024));
        var report =
                new DomainInspection(
                                dns,
                                PaperResolver.servers(Map.of()),
                                53,
                                NOBODY,
                                List.of("mail2026"))
                        .inspect(DomainName.of("k.example"));
        assertThat(text(report, Fault.DKIM_KEY)).contains("1024 bits");
        assertThat(text(report, Fault.DKIM_MISSING))
                .isEqualTo("there is no DKIM key at mail2026._domainkey.k.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 -all | 0 | ",
                "v=spf1 +all | 0 | spf-passes-all",
                "v=spf1 ~all foo:bar | 0 | spf-syntax",
                "v=spf1 ip4:2001:db8::1 -all | 0 | spf-syntax",
                "v=spf1 ip4:192.0.2.0/24 | 0 | spf-without-end",
                "v=spf1 a mx ptr exists:%{i}.x.example include:%{d}.x.example -all | 5 | ",
                "v=spf1 redirect=ten.example | 11 | spf-too-many-lookups",
                "v=spf1 include:ten.example -all | 11 | spf-too-many-lookups",
                "v=spf1 include:ten.example redirect=ten.example -all | 11 | spf-too-many-lookups",
                "v=spf1 include:s.example -all | 50 | spf-too-many-lookups",
                "v=spf1 include:none.example -all | 1 | spf-include-without-record",
                "v=spf1 include:two.example -all | 1 | spf-include-without-record",
                "v=spf1 include:dead.example -all | 1 | no-answer",
            })
    void spfIsCountedAsAReceiverCounts(String record, int lookups, String name) {
        var dns =
                PaperResolver.of(
                                """
                                s.example. TXT "%s"
                                ten.example. TXT "v=spf1 a a a a a a a a a a -all"
                                two.example. TXT "v=spf1 -all"
                                two.example. TXT "v=spf1 ~all"
                                """
                                        .formatted(record))
                        .silentAbout("dead.example");
        var checked = SpfCheck.of(DomainName.of("s.example"), dns);
        assertThat(checked.value().lookups()).isEqualTo(lookups);
        assertThat(checked.findings())
                .extracting(f -> f.fault().word())
                .isEqualTo(name == null ? List.of() : List.of(name));
    }

    @Test
    void spfThatBranchesWithoutEndIsLeftSoon() {
        var zone = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            zone.append("n%d.example. TXT \"v=spf1".formatted(i));
            for (int j = 0; j < 10; j++) {
                zone.append(" include:n").append((i * 7 + j * 13 + 1) % 200).append(".example");
            }
            zone.append(" -all\"\n");
        }
        List<DomainName> asked = new ArrayList<>();
        PaperResolver paper = PaperResolver.of(zone.toString());
        Resolver counting =
                (name, type) -> {
                    asked.add(name);
                    return paper.ask(name, type);
                };
        assertThat(SpfCheck.of(DomainName.of("n0.example"), counting).findings())
                .extracting(Finding::fault)
                .contains(Fault.SPF_TOO_MANY_LOOKUPS);
        assertThat(asked).hasSizeLessThan(60);
    }

    @Test
    void twoSpfRecordsAreNone() {
        var dns =
                PaperResolver.of(
                        "s.example. TXT \"v=spf1 -all\"\ns.example. TXT \"v=spf1 mx -all\"");
        assertThat(names(inspect("s.example", dns))).contains("spf-several");
    }

    @Test
    void aPolicyForMailInOnesNameMayStandAboveTheDomain() {
        var dns =
                PaperResolver.of(
                        """
                        a.b.example. A 192.0.2.1
                        _dmarc.b.example. TXT "v=DMARC1; p=reject; sp=none; rua=mailto:x@far.example,http://x"
                        """);
        DomainReport report = inspect("a.b.example", dns);
        assertThat(report.dmarc().orElseThrow().policy()).isEqualTo("none");
        assertThat(text(report, Fault.DMARC_SYNTAX))
                .contains("far.example does not say that it wants the DMARC reports of b.example")
                .contains("'http://x'");
        assertThat(names(report)).contains("dmarc-only-watches");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: STSv1;mode: enforce;mx: other.example;max_age: 1 | does not name the MX"
                        + " host mx.well.example",
                "version: STSv1;mode: enforce;max_age: 1 | holds no MTA-STS policy",
                "<html> | holds no MTA-STS policy",
            })
    void anMtaStsPolicyHasToFit(String policy, String said) {
        DomainReport report =
                inspect(
                        "well.example",
                        PaperResolver.of(WELL),
                        Map.of(),
                        _ -> new MtaSts.Fetched(policy.replace(";", "\n"), ""));
        assertThat(text(report, Fault.MTA_STS)).contains(said);
    }

    @Test
    void aPolicyThatCannotBeHadIsTold() {
        assertThat(text(inspect("well.example", PaperResolver.of(WELL)), Fault.MTA_STS))
                .isEqualTo(
                        "the MTA-STS policy cannot be had:"
                                + " https://mta-sts.well.example/.well-known/mta-sts.txt: no"
                                + " connection");
    }

    @Test
    void tlsaRecordsProtectNothingUnlessTheyAreSigned() {
        DomainReport report = inspect("well.example", PaperResolver.of(WELL));
        assertThat(report.dane()).extracting(Dane::isSigned).containsExactly(false);
        assertThat(text(report, Fault.DANE)).contains("not signed");
    }

    @Test
    void serversThatDisagreeAreShownWithWhatTheySayAndWhichIsOld() {
        String old =
                """
                well.example. SOA ns1.well.example. root.well.example. 4294967290 1 1 1 1
                well.example. MX 10 old.well.example.
                """;
        DomainReport report =
                inspect(
                        "well.example",
                        PaperResolver.of(WELL),
                        Map.of(
                                "192.0.2.53", PaperResolver.of(WELL),
                                "198.51.100.54", PaperResolver.of(old)),
                        NOBODY);
        assertThat(text(report, Fault.SERVERS_DISAGREE))
                .isEqualTo(
                        "the name servers disagree about well.example, so some mail goes another"
                                + " way than other: ns1.well.example (192.0.2.53): MX 10"
                                + " mx.well.example; ns2.well.example (198.51.100.54): MX 10"
                                + " old.well.example; ns2.well.example (198.51.100.54) is out of"
                                + " date");
    }

    @Test
    void lameSilentAndHomelessServersAreToldApart() {
        String zone =
                WELL
                        + """
                        well.example. NS ns3.well.example.
                        well.example. NS ns4.well.example.
                        ns3.well.example. A 192.0.2.55
                        """;
        Resolver refusing = (_, _) -> new Answer.NoAnswer("198.51.100.54 answers REFUSED");
        DomainReport report =
                inspect(
                        "well.example",
                        PaperResolver.of(zone),
                        Map.of(
                                "192.0.2.53",
                                PaperResolver.of(WELL).unauthoritative(),
                                "198.51.100.54",
                                refusing),
                        NOBODY);
        assertThat(text(report, Fault.LAME_SERVER).lines())
                .containsExactly(
                        "the name server ns1.well.example (192.0.2.53) is lame for well.example:"
                                + " it does not have the zone",
                        "the name server ns2.well.example (198.51.100.54) is lame for well.example:"
                                + " 198.51.100.54 answers REFUSED");
        assertThat(text(report, Fault.NO_ANSWER)).contains("ns3.well.example (192.0.2.55)");
        assertThat(text(report, Fault.NAME_SERVER_WITHOUT_ADDRESS)).contains("ns4.well.example");
    }

    @Test
    void nameServersThatFailTogetherAreTold() {
        DomainReport report =
                inspect(
                        "well.example",
                        PaperResolver.of(WELL.replace("198.51.100.54", "192.0.2.54")));
        assertThat(text(report, Fault.NAME_SERVERS_TOGETHER))
                .isEqualTo(
                        "all name servers of well.example are in one network, 192.0.2.0/24; when"
                                + " that is down, mail waits");
    }

    @Test
    void serialsGoRound() {
        assertThat(AuthorityCheck.isOlder(1, 2)).isTrue();
        assertThat(AuthorityCheck.isOlder(2, 1)).isFalse();
        assertThat(AuthorityCheck.isOlder(4_294_967_290L, 7)).isTrue();
        assertThat(AuthorityCheck.isOlder(7, 7)).isFalse();
    }

    private static final String LISTS =
            """
            2.0.0.127.good.test. A 127.0.0.2
            66.2.0.192.good.test. A 127.0.0.4
            66.2.0.192.good.test. TXT "known miscreant host"
            2.0.0.127.all.test. A 127.0.0.2
            1.0.0.127.all.test. A 127.0.0.2
            66.2.0.192.all.test. A 127.0.0.2
            66.2.0.192.deaf.test. A 127.255.255.254
            2.0.0.127.deaf.test. A 127.255.255.254
            66.2.0.192.empty.test. A 127.0.0.2
            66.2.0.192.in-addr.arpa. PTR host.example.
            host.example. A 192.0.2.66
            67.2.0.192.in-addr.arpa. PTR host.example.
            """;

    private static AddressReport address(String address, String... lists) {
        return AddressReport.of(
                Addresses.parse(address).orElseThrow(),
                java.util.Arrays.stream(lists).map(l -> new BlockList(DomainName.of(l))).toList(),
                PaperResolver.of(LISTS).silentAbout("66.2.0.192.dead.test"));
    }

    @Test
    void aListThatDoesWhatAListMustIsHeeded() {
        AddressReport report =
                address(
                        "192.0.2.66",
                        "good.test",
                        "all.test",
                        "deaf.test",
                        "empty.test",
                        "dead.test");
        assertThat(report.listings())
                .extracting(l -> l.list() + " " + l.state())
                .containsExactly(
                        "good.test LISTED",
                        "all.test BROKEN",
                        "deaf.test BROKEN",
                        "empty.test BROKEN",
                        "dead.test NO_ANSWER");
        assertThat(report.findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::text)
                .containsExactly(
                        "192.0.2.66 is on the list good.test: 127.0.0.4: known miscreant host");
    }

    @Test
    void namesHaveToLeadBack() {
        assertThat(address("192.0.2.66", "good.test").reverse().isConfirmed()).isTrue();
        assertThat(address("192.0.2.67").findings())
                .extracting(Finding::fault)
                .containsExactly(Fault.REVERSE_DISAGREES);
        assertThat(address("192.0.2.68").findings())
                .extracting(Finding::fault)
                .containsExactly(Fault.NO_REVERSE);
    }

    @Test
    void anIpv6AddressIsLookedUpByNibbles() {
        var dns =
                PaperResolver.of(
                        "2.0.0.0.0.0.f.7.f.f.f.f%s.six.test. A 127.0.0.2\n%s A 127.0.0.2"
                                .formatted(
                                        ".0".repeat(20),
                                        DomainName.listed(
                                                        Addresses.parse("2001:db8::1")
                                                                .orElseThrow(),
                                                        DomainName.of("six.test"))
                                                + "."));
        var list = new BlockList(DomainName.of("six.test"));
        assertThat(list.look(Addresses.parse("2001:db8::1").orElseThrow(), dns).state())
                .isEqualTo(BlockList.State.LISTED);
    }
}
