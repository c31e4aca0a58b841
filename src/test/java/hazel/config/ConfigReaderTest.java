package hazel.config;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Address;
import hazel.mail.Blocked;
import hazel.mail.Problem.BadConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConfigReaderTest {

    private static final Places PLACES = Places.of(Map.of("HOME", "/home/ada"));
    private static final ConfigReader.Person ADA =
            new ConfigReader.Person("Ada", new Address("", "ada", "localhost"));

    @Test
    void anEmptyFileIsOneLocalAccountThatSendsThroughTheBundledRelay() {
        Config config = read("");

        assertThat(config.accounts()).hasSize(1);
        Config.Account local = config.accounts().getFirst();
        assertThat(local.address()).isEqualTo(new Address("Ada", "ada", "localhost"));
        assertThat(local.incoming()).isEqualTo(new StoreConfig.Maildir(Path.of("/home/ada/Mail")));
        assertThat(local.outgoing()).isEqualTo(new SubmitConfig.Bundled());
        assertThat(config.relay().listen())
                .containsExactly(new WayIn.Tcp("127.0.0.1", 2525, WayIn.Protocol.SMTP));
        assertThat(config.send().undoSeconds()).isEqualTo(10);
    }

    @Test
    void copiesOfWhatIsSentGoWhereTheDotfileSaysAndNowhereWhereItSaysNone() {
        Config config =
                read(
                        """
                        [account.work]
                        address = "ada@example.org"
                        [account.home]
                        address = "ada@example.net"
                        sent = ""
                        [mailbox."Lists/*"]
                        sent = "."
                        [mailbox."work/Secret"]
                        sent = ""
                        [mailbox."work/Club"]
                        sent = "Sent/Club"
                        """);

        assertThat(config.account("work").orElseThrow().folders().sent())
                .isEqualTo(new Config.Folder("Sent", false));
        assertThat(config.account("home").orElseThrow().folders().sent())
                .isEqualTo(new Config.Folder("", true));
        assertThat(config.mailboxes().sent("work", "Lists/java")).contains("Lists/java");
        assertThat(config.mailboxes().sent("work", "Secret")).contains("");
        assertThat(config.mailboxes().sent("work", "Club")).contains("Sent/Club");
        assertThat(config.mailboxes().sent("work", "INBOX")).isEmpty();
    }

    @Test
    void readsAnAccountWithASubmissionServer() {
        Config.Account work =
                read("""
                [account.work]
                address  = "ada@example.org"
                name     = "Ada Example"
                others   = ["ada@example.net"]
                incoming = "mbox:~/mail"
                outgoing = "submissions://ada@example.org@smtp.example.org"
                password = { command = "pass show mail/work" }
                auth     = "plain"
                """)
                        .accounts()
                        .getFirst();

        assertThat(work.address()).isEqualTo(new Address("Ada Example", "ada", "example.org"));
        assertThat(work.others()).containsExactly(new Address("", "ada", "example.net"));
        assertThat(work.incoming()).isEqualTo(new StoreConfig.Mbox(Path.of("/home/ada/mail")));
        assertThat(work.outgoing())
                .isEqualTo(
                        new SubmitConfig.Smtp(
                                new ServerConfig(
                                        "smtp.example.org",
                                        465,
                                        ServerConfig.Security.IMPLICIT_TLS,
                                        Optional.of(
                                                new ServerConfig.Login(
                                                        "ada@example.org",
                                                        new Secret.Command("pass show mail/work"))),
                                        Optional.of("PLAIN"),
                                        Optional.empty())));
    }

    @Test
    void readsAnAccountOnAServerWithOnePasswordForBothWays() {
        Config.Account work =
                read("""
                [account.work]
                incoming = "imaps://ada@imap.example.org"
                outgoing = "submission://ada@smtp.example.org"
                password = { command = "pass show mail/work" }
                """)
                        .accounts()
                        .getFirst();

        assertThat(work.incoming())
                .isEqualTo(
                        new StoreConfig.Imap(
                                new ServerConfig(
                                        "imap.example.org",
                                        993,
                                        ServerConfig.Security.IMPLICIT_TLS,
                                        Optional.of(
                                                new ServerConfig.Login(
                                                        "ada",
                                                        new Secret.Command("pass show mail/work"))),
                                        Optional.empty(),
                                        Optional.empty()),
                                new StoreConfig.Days(30),
                                false));
    }

    @Test
    void whichMessagesAreKeptHereIsAllOrATimeOrNone() {
        assertThat(offline("all")).isEqualTo(new StoreConfig.Everything());
        assertThat(offline("1 day")).isEqualTo(new StoreConfig.Days(1));
        assertThat(offline("read")).isEqualTo(new StoreConfig.WhatWasRead());
        assertThat(mistakes("account.a.offline = 'some'\naccount.a.incoming = 'imaps://a@b'\n"))
                .extracting(BadConfig::message)
                .contains(
                        "account.a.offline: 'some' is none of all, read, and a time such as \"30"
                                + " days\"");
    }

    private static StoreConfig.Offline offline(String text) {
        String account = "{ incoming = 'imaps://a@b', password = 'x', offline = '" + text + "' }";
        StoreConfig store = read("account.a = " + account).accounts().getFirst().incoming();
        return ((StoreConfig.Imap) store).offline();
    }

    @ParameterizedTest
    @CsvSource({
        "imap://ada@imap.example.org, imap.example.org, 143, STARTTLS",
        "imap://ada@localhost, localhost, 143, LOOPBACK_ONLY",
        "imap://ada@[::1]:1143, ::1, 1143, LOOPBACK_ONLY",
        "imap://ada@127.0.0.1.example.org, 127.0.0.1.example.org, 143, STARTTLS",
        "imaps://ada@localhost, localhost, 993, IMPLICIT_TLS"
    })
    void mailIsReadInClearOnlyFromThisMachine(
            String uri, String host, int port, ServerConfig.Security security) {
        StoreConfig store =
                read("account.a = { incoming = '" + uri + "', password = 'x' }")
                        .accounts()
                        .getFirst()
                        .incoming();

        assertThat(store)
                .isInstanceOfSatisfying(
                        StoreConfig.Imap.class,
                        imap ->
                                assertThat(imap.server())
                                        .extracting("host", "port", "security")
                                        .containsExactly(host, port, security));
    }

    @Test
    void aServerWithoutAUserIsAMistakeAndSoIsOneThatTheRelayWouldDeliverTo() {
        assertThat(
                        mistakes(
                                """
                                account.a.incoming = "imaps://imap.example.org"
                                relay.users.ada = "imaps://ada@imap.example.org"
                                """))
                .extracting(BadConfig::message)
                .containsExactly(
                        "account.a.incoming: names no user; expected imaps://USER@HOST",
                        "relay.users.ada: cannot deliver into 'imaps://ada@imap.example.org';"
                                + " expected maildir:DIR, mbox:FILE or mh:DIR");
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.org, ada@example.org",
        "ada%40example.org, ada@example.org",
        "a+b, a+b",
        "50%, 50%",
        "caf%C3%A9, café",
        "a%2541, a%41",
    })
    void aUsersNameMayBeWrittenAsAUriHasIt(String written, String user) {
        var incoming =
                (StoreConfig.Imap)
                        read("[account.a]\nincoming = 'imaps://"
                                        + written
                                        + "@mail.example.org'\npassword = { command = 'x' }\n")
                                .accounts()
                                .getFirst()
                                .incoming();

        assertThat(incoming.server().login().orElseThrow().user()).isEqualTo(user);
        assertThat(incoming.server().host()).isEqualTo("mail.example.org");
    }

    @Test
    void readsPortsAndAddressLiterals() {
        assertThat(((SubmitConfig.Smtp) outgoing("submission://[::1]:2587")).server())
                .extracting("host", "port")
                .containsExactly("::1", 2587);
        assertThat(((SubmitConfig.Smtp) outgoing("smtp://127.0.0.1:2525")).server())
                .extracting("host", "port")
                .containsExactly("127.0.0.1", 2525);
    }

    @Test
    void readsACertificateInPlaceOfAPassword() {
        String account =
                """
                [account.home]
                address = "ada@example.org"
                outgoing = "submission://ada@example.org"
                password = { certificate = "/me.pem"%s }
                """;
        assertThat(
                        ((SubmitConfig.Smtp)
                                        read(account.formatted(", key = \"/me.key\""))
                                                .accounts()
                                                .getFirst()
                                                .outgoing())
                                .server()
                                .login()
                                .orElseThrow()
                                .password())
                .isEqualTo(new Secret.Certificate(Path.of("/me.pem"), Path.of("/me.key")));
        assertThat(mistakes(account.formatted("")))
                .anyMatch(m -> m.toString().contains("expected a certificate with its key"));
    }

    @Test
    void readsProgramsThatTakeMail() {
        assertThat(outgoing("sendmail:/bin/x -C  y"))
                .isEqualTo(new SubmitConfig.Sendmail(List.of("/bin/x", "-C", "y")));
        assertThat(outgoing("sendmail-bs:/bin/x -C y"))
                .isEqualTo(new SubmitConfig.SendmailSmtp(List.of("/bin/x", "-C", "y", "-bs")));
        assertThat(outgoing("sendmail-bs:"))
                .isEqualTo(new SubmitConfig.SendmailSmtp(List.of("/usr/sbin/sendmail", "-bs")));
    }

    @Test
    void reportsEveryMistakeWithItsLine() {
        assertThat(
                        mistakes(
                                """
                                [account.home]
                                adress = "ada@example.org"
                                incoming = "maildri:~/Mail"
                                [screen]
                                keys = "emacs"
                                width = "wide"
                                [send]
                                undo = 9999
                                """))
                .containsExactly(
                        new BadConfig(
                                "hazel.toml",
                                2,
                                "there is no key 'account.home.adress'; the nearest is"
                                        + " 'account.home.address'"),
                        new BadConfig(
                                "hazel.toml",
                                3,
                                "account.home.incoming: cannot read mail from 'maildri:~/Mail';"
                                        + " expected maildir:DIR, mbox:FILE, mh:DIR,"
                                        + " imaps://USER@HOST, imap://USER@HOST,"
                                        + " pop3s://USER@HOST or pop3://USER@HOST"),
                        new BadConfig(
                                "hazel.toml",
                                5,
                                "screen.keys: 'emacs' is none of native, mutt, pine"),
                        new BadConfig("hazel.toml", 6, "screen.width: expected a number"),
                        new BadConfig(
                                "hazel.toml", 8, "send.undo: expected a number from 0 to 3600"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account = 1",
                "[[account]]",
                "account.work = 'x'",
                "account.work.address = 1",
                "account.work.address.x = 1",
                "account.work.others = [1]",
                "account.work.incoming = []",
                "account.work.outgoing = 1979-05-27",
                "account.work.password = 7",
                "account.work.password = { command = 7 }",
                "account.work.password = { comand = 'pass' }",
                "screen = 'dark'",
                "screen.bind = 'x'",
                "screen.width = 1.5",
                "send = []",
                "relay = true",
                "relay.users = 'x'",
                "relay.users.ada = 1",
                "relay.password = 7",
                "alias = 1",
                "alias.ada = 'ada@example.org'",
                "aliases = []"
            })
    void aValueOfTheWrongTypeIsAMistakeWhereverItStands(String line) {
        String server = "account.work.outgoing = 'submission://ada@mx.example'\n";
        String before = line.contains("password") ? server : "\n";
        assertThat(mistakes(before + line + "\n")).extracting(BadConfig::line).contains(2);
    }

    @Test
    void aUserWithoutAPasswordIsAMistake() {
        assertThat(mistakes("[account.a]\noutgoing = 'submission://ada@mx.example'\n"))
                .extracting(BadConfig::line)
                .containsExactly(2);
    }

    @Test
    void networksAndListsAreCheckedWhereTheyAreWritten() {
        assertThat(
                        read("[relay]\nfrom = ['192.168.1.0/24', '2001:db8::1']\n")
                                .relay()
                                .inbound()
                                .from()
                                .all())
                .hasSize(2);
        for (String bad : List.of("0.0.0.0/0", "10.0.0.0/7", "192.168.1.0/33", "home.test", "")) {
            assertThat(mistakes("[relay]\n\nfrom = ['127.0.0.1', '" + bad + "']\n"))
                    .as(bad)
                    .singleElement()
                    .satisfies(p -> assertThat(p.line()).isEqualTo(3))
                    .satisfies(p ->
                            assertThat(p.message())
                                    .startsWith("relay.from: '" + bad + "' is no network"));
        }
        for (String key : List.of("to", "blocklists", "marklists")) {
            assertThat(
                            mistakes(
                                    "[relay]\n"
                                            + key
                                            + " = ['zen.example.org', 'b\u00fccher.test', 'a"
                                            + " b']\n"))
                    .singleElement()
                    .satisfies(p -> assertThat(p.line()).isEqualTo(2))
                    .satisfies(p ->
                            assertThat(p.message())
                                    .isEqualTo("relay." + key + ": 'a b' is not a domain name"));
        }
    }

    @Test
    void whoseMailIsRefusedIsCheckedWhereItIsWritten() {
        Blocked refused =
                read("[relay]\nrefuse = ['Eve@far.test', 'spam.test', '*.b\u00fccher.test',"
                                + " '*@*.junk.test', '192.0.2.0/24', '2001:db8::9']\n")
                        .relay()
                        .inbound()
                        .checks()
                        .refused();
        assertThat(refused.addresses()).containsExactly("eve@far.test");
        assertThat(refused.domains()).containsExactly("spam.test");
        assertThat(refused.within()).containsExactlyInAnyOrder(".b\u00fccher.test", ".junk.test");
        assertThat(refused.networks().all()).hasSize(2);
        for (String bad :
                List.of(
                        "",
                        "a b",
                        "*",
                        "*.",
                        "a@",
                        "@b.test",
                        "a@b@",
                        "192.0.2.0/33",
                        "192.0.2",
                        "1.2.3.256",
                        "2001:db8::/129",
                        "spam..test",
                        "eve@*.test")) {
            assertThat(mistakes("[relay]\n\nrefuse = ['spam.test', '" + bad + "']\n"))
                    .as(bad)
                    .singleElement()
                    .satisfies(p -> assertThat(p.line()).isEqualTo(3))
                    .satisfies(p ->
                            assertThat(p.message())
                                    .startsWith(
                                            "relay.refuse: '"
                                                    + bad
                                                    + "' is no address, domain or network"));
        }
    }

    @Test
    void theRelayListensToNothingThatOtherMachinesReachWithoutTlsAndLogins() {
        String ways = "listen = ['127.0.0.1:2525', '[::1]:25', '~/relay', 'lmtp:/run/lmtp']\n";
        assertThat(read("[relay]\n" + ways).relay().listen())
                .containsExactly(
                        new WayIn.Tcp("127.0.0.1", 2525, WayIn.Protocol.SMTP),
                        new WayIn.Tcp("::1", 25, WayIn.Protocol.SMTP),
                        new WayIn.Socket(PLACES.path("~/relay"), WayIn.Protocol.SMTP),
                        new WayIn.Socket(Path.of("/run/lmtp"), WayIn.Protocol.LMTP));
        String open = "listen = ['0.0.0.0:25', 'mx.example:25', '127.0.0.1', 'lmtp://[::]:24']\n";
        assertThat(mistakes("[relay]\n" + open)).hasSize(4).allMatch(p -> p.line() == 2);
        for (String half :
                List.of(
                        "certificate = 'c'\nkey = 'k'\n",
                        "certificate = 'c'\npasswords = 'p'\n",
                        "key = 'k'\npasswords = 'p'\n")) {
            assertThat(mistakes("[relay]\nlisten = ['smtps://0.0.0.0:465']\n" + half))
                    .singleElement()
                    .satisfies(p ->
                            assertThat(p.message())
                                    .contains("reached by other machines", "relay.key"));
        }
        String whole = "certificate = '/c'\nkey = '/k'\nlogins.ada = { command = 'pass a' }\n";
        Config.RelayConfig relay =
                read("[relay]\nlisten = ['smtps://[::]:465', '0.0.0.0:25']\n" + whole).relay();
        assertThat(relay.listen()).hasSize(2);
        assertThat(relay.inbound().logins()).containsOnlyKeys("ada");
    }

    @Test
    void programsThatHaveASayInTheRelayAreNamedByTheirPhase() {
        Config.RelayConfig relay =
                read("[relay]\nunknown = 'bounce'\n[relay.hooks]\nrcpt = '/usr/bin/judge -v'\n")
                        .relay();
        assertThat(relay.onward().unknown()).isEqualTo("bounce");
        assertThat(relay.inbound().checks().hooks())
                .isEqualTo(Map.of("rcpt", List.of("/usr/bin/judge", "-v")));
        assertThat(mistakes("[relay]\nunknown = 'maybe'\n[relay.hooks]\nquit = '/a'\nmail = 'b'\n"))
                .hasSize(3);
    }

    @Test
    void theWaysOfTheRelaysMailAreRead() {
        OnwardConfig onward =
                read("""
                [relay]
                mx = true
                nameserver = "[::1]:5353"
                permit = ["files"]
                delay = ["24h", "90m"]
                [relay.users]
                list = "command:/usr/bin/list --add x"
                box = "lmtp:/run/lmtp"
                [relay.routes]
                "*.LAN" = "lmtp://[::1]:2424"
                "old.example" = "smtp://10.0.0.5"
                [relay.retry]
                "*" = "F,2h,15m; G,16h,1h,1.5"
                [relay.sender."work.example"]
                smarthost = "submission://mail.work.example"
                """)
                        .relay()
                        .onward();
        assertThat(onward.mx().orElseThrow().nameServer().orElseThrow().getPort()).isEqualTo(5353);
        assertThat(onward.delay()).containsExactly(Duration.ofMinutes(90), Duration.ofHours(24));
        assertThat(onward.ends())
                .containsEntry(
                        "list", new OnwardConfig.Command(List.of("/usr/bin/list", "--add", "x")))
                .containsEntry("box", new OnwardConfig.Socket(java.nio.file.Path.of("/run/lmtp")));
        assertThat(onward.routes())
                .containsEntry("*.lan", new OnwardConfig.Tcp(true, "::1", 2424))
                .containsEntry("old.example", new OnwardConfig.Tcp(false, "10.0.0.5", 25));
        assertThat(onward.retry().get("*"))
                .containsExactly(
                        new OnwardConfig.RetryStep(Duration.ofHours(2), Duration.ofMinutes(15), 1),
                        new OnwardConfig.RetryStep(Duration.ofHours(16), Duration.ofHours(1), 1.5));
        assertThat(onward.from().get("work.example").host()).isEqualTo("mail.work.example");
    }

    @Test
    void mistakesInTheWaysOfTheRelaysMailAreNamedByLine() {
        assertThat(
                        mistakes(
                                """
                                [relay]
                                mx = "yes"
                                permit = ["pipes"]
                                nameserver = "dns.example"
                                delay = ["soon"]
                                [relay.users]
                                list = "command:list"
                                [relay.routes]
                                "*.lan" = "http://x"
                                "a b" = "smtp://x"
                                [relay.retry]
                                "*" = "F,2h,15m; F,1h,15m"
                                "far.test" = "F,2h,0m"
                                [relay.recipient."x.example"]
                                password = "p"
                                """))
                .map(p -> p.line() + " " + p.message().replaceAll(";.*|, as .*", ""))
                .contains(
                        "2 relay.mx: expected true or false",
                        "3 relay.permit: expected some of \"files\" and \"commands\"",
                        "4 relay.nameserver: expected the IP address of a name server",
                        "5 relay.delay: expected times",
                        "7 relay.users.list: expected command: and a program with its whole path",
                        "9 relay.routes.*.lan: expected smtp://HOST:PORT, lmtp://HOST:PORT or"
                                + " lmtp:/PATH",
                        "10 relay.routes.a b: expected a domain",
                        "12 relay.retry.*: expected steps as Exim has them: F,2h,15m",
                        "13 relay.retry.far.test: expected steps as Exim has them: F,2h,15m",
                        "14 relay.recipient.x.example: expected smarthost ="
                                + " \"submissions://USER@HOST\"");
    }

    @Test
    void aSingleSettingGoesBeforeTheFile() {
        String file = "screen.theme = 'dark'\n[account.home]\nname = 'Ada'\n";
        var settings =
                List.of("screen.theme=light", "account.home.name = 'Grace'", "account.b.name=Bob");
        var result = ConfigReader.read("hazel.toml", file, settings, PLACES, ADA);
        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigReader.Read.class,
                        read -> {
                            assertThat(read.config().screen().theme()).isEqualTo("light");
                            assertThat(read.config().accounts())
                                    .extracting(a -> a.name() + " " + a.address().displayName())
                                    .containsExactly("home Grace", "b Bob");
                        });
        assertThat(ConfigReader.read("hazel.toml", file, List.of("screen.thme=x"), PLACES, ADA))
                .isEqualTo(
                        new ConfigReader.Rejected(
                                List.of(
                                        new BadConfig(
                                                "-e 'screen.thme=x'",
                                                1,
                                                "there is no key 'screen.thme'; the nearest is"
                                                        + " 'screen.theme'"))));
    }

    @Test
    void whatIsNotTomlIsToldWithItsLine() {
        assertThat(mistakes("[account.a]\naddress = ada@example.org\n"))
                .first()
                .extracting(BadConfig::line)
                .isEqualTo(2);
    }

    @Test
    void aPasswordIsNeverPrinted() {
        Config config =
                read(
                        "[account.a]\n"
                                + "outgoing = 'submission://ada@mx.example'\n"
                                + "password = 'hunter2'\n");

        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void searchesAreSavedInTheirOrder() {
        assertThat(
                        read("[search.New]\nquery = 'is:unread'\n[search.'a b']\nquery = 'x'")
                                .searches())
                .containsExactly(
                        new Config.Search("New", "is:unread"), new Config.Search("a b", "x"));
        assertThat(mistakes("[search.New]\nquery = ''\n"))
                .extracting(BadConfig::line)
                .containsExactly(2);
        assertThat(mistakes("[account.search]\naddress = 'ada@example.org'\n"))
                .extracting(BadConfig::line)
                .containsExactly(1);
    }

    @Test
    void whatHoldsInSomeMailboxesIsReadFromThreePlaces() {
        Config config =
                read(
                        """
                        [account.work]
                        address = "ada@example.org"
                        others = ["ada+lists@example.org"]
                        sort = "reverse-date"
                        [account.home]
                        notify = false
                        [mailbox."work/Lists/*"]
                        address = "ada+lists@example.org"
                        signature = "-a"
                        notify = false
                        [mailbox."home/INBOX"]
                        notify = true
                        [screen]
                        sort = "arrival"
                        """);
        MailboxRules rules = config.mailboxes();

        assertThat(rules.sort("work", "Lists/java")).contains("reverse-date");
        assertThat(rules.sort("home", "INBOX")).contains("arrival");
        assertThat(rules.address("work", "Lists/java"))
                .contains(new Address("", "ada+lists", "example.org"));
        assertThat(rules.address("work", "INBOX")).isEmpty();
        assertThat(rules.signature("work", "Lists/java")).contains("-a");
        assertThat(rules.isNotified("work", "INBOX")).isTrue();
        assertThat(rules.isNotified("work", "Lists/java")).isFalse();
        assertThat(rules.isNotified("home", "Lists")).isFalse();
        assertThat(rules.isNotified("home", "INBOX")).isTrue();
    }

    @Test
    void mistakesOfMailboxesAreNamedByLine() {
        assertThat(
                        mistakes(
                                """
                                [mailbox."a"]
                                sort = "reverse-colour"
                                address = "eve@example.org"
                                """))
                .extracting(BadConfig::line)
                .containsExactly(2, 3);
    }

    @Test
    void everyStandardValueFits() {
        assertThat(Settings.all()).allSatisfy(s -> assertThat(s.summary()).endsWith("."));
        assertThat(ConfigReader.standard(PLACES, ADA).accounts()).hasSize(1);
    }

    private static Object outgoing(String uri) {
        return read("[account.a]\noutgoing = '" + uri + "'\n").accounts().getFirst().outgoing();
    }

    private static Config read(String text) {
        var result = ConfigReader.read("hazel.toml", text, List.of(), PLACES, ADA);
        assertThat(result).isInstanceOf(ConfigReader.Read.class);
        return ((ConfigReader.Read) result).config();
    }

    private static List<BadConfig> mistakes(String text) {
        var result = ConfigReader.read("hazel.toml", text, List.of(), PLACES, ADA);
        assertThat(result).isInstanceOf(ConfigReader.Rejected.class);
        return ((ConfigReader.Rejected) result).problems();
    }
}
