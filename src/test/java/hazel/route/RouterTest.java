package hazel.route;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where an address leads, with every step in words.
class RouterTest {

    @TempDir private Path dir;

    private static final Residents RESIDENTS =
            new Residents(
                    Set.of("rome.test"), Set.of("julius", "marka", "titus"), Optional.of("titus"));

    private RouteTable table = RouteTable.NONE.with(new Destination.Smarthost("mail.rome.test"));
    private Optional<Item> catchAll = Optional.empty();
    private Set<Permission> permitted = EnumSet.noneOf(Permission.class);

    @Test
    void aliasesAreFollowedAndEveryPlaceGetsOneCopy() throws Exception {
        aliases(
                """
                # who is who
                senate: cassius, brutus,
                    julius
                Cassius: marka
                brutus: "marka", far@gaul.test
                """);
        assertThat(route("senate@rome.test"))
                .isEqualTo(
                        """
                        senate@rome.test: is an alias by ALIASES:2 to cassius, brutus, julius
                          cassius@rome.test: is an alias by ALIASES:4 to marka
                            marka@rome.test: delivered here, to the mailbox of marka
                          brutus@rome.test: is an alias by ALIASES:5 to marka, far@gaul.test
                            marka@rome.test: delivered here, to the mailbox of marka; a duplicate, gets one copy
                            far@gaul.test: sent on to mail.rome.test, the smarthost for all mail
                          julius@rome.test: delivered here, to the mailbox of julius
                        """);
        assertThat(router().route(address("senate@rome.test"), Optional.empty()).ways()).hasSize(3);
    }

    @Test
    void anAliasThatLeadsOnlyBackToItselfIsALoopAndOneThatNamesItsUserIsNone() throws Exception {
        aliases("a: b\nb: a\njulius: julius, marka\n");
        assertThat(route("a@rome.test"))
                .isEqualTo(
                        """
                        a@rome.test: is an alias by ALIASES:1 to b
                          b@rome.test: is an alias by ALIASES:2 to a
                            a@rome.test: refused: 554 5.4.6 A mail loop: its aliases lead only back to it
                        """);
        assertThat(router().isKnown(address("a@rome.test"))).isFalse();
        assertThat(route("julius@rome.test"))
                .endsWith(
                        """
                          julius@rome.test: delivered here, to the mailbox of julius
                          marka@rome.test: delivered here, to the mailbox of marka
                        """);
    }

    @Test
    void aListWithAnOwnerKeepsItsFailuresForIt() throws Exception {
        aliases(
                """
                crew: marka, far@gaul.test, inner
                owner-crew: julius
                inner: deep@gaul.test
                Owner-Inner: julius
                plain: far@gaul.test
                """);
        assertThat(route("crew@rome.test"))
                .startsWith(
                        "crew@rome.test: is an alias whose failures are for"
                                + " owner-crew@rome.test, by ALIASES:1 to")
                .contains(
                        "inner@rome.test: is an alias whose failures are for"
                                + " owner-inner@rome.test,");
        Route crew = router().route(address("crew@rome.test"), Optional.empty());
        assertThat(crew.ways().stream().map(w -> crew.owner(w).orElseThrow().localPart()))
                .containsExactly("owner-crew", "owner-crew", "owner-inner");
        assertThat(crew.owner()).isEmpty();
        Route owner = router().route(address("owner-crew@rome.test"), Optional.empty());
        assertThat(owner.owners()).isEmpty();
        assertThat(router().route(address("plain@rome.test"), Optional.empty()).owners()).isEmpty();
    }

    @Test
    void aForwardFileSendsOnAndKeepsACopyWhereItSaysSo() throws Exception {
        forward("julius", "marka, \\julius\n# a comment\n\"|/bin/false a b\"\n/tmp/box\n");
        assertThat(route("julius@rome.test"))
                .isEqualTo(
                        """
                        julius@rome.test: is forwarded by HOME/julius/.forward to marka, \\julius, |/bin/false a b, /tmp/box
                          marka@rome.test: delivered here, to the mailbox of marka
                          julius@rome.test: delivered here, to the mailbox of julius
                          |/bin/false a b: mail to commands is not permitted here
                          /tmp/box: mail into files is not permitted here
                        """);
        permitted = EnumSet.allOf(Permission.class);
        assertThat(route("julius@rome.test"))
                .endsWith(
                        """
                          |/bin/false a b: given to this command
                          /tmp/box: appended to this file
                        """);
    }

    @Test
    void aForwardFileThatOthersCanWriteToIsNotHeeded() throws Exception {
        forward("julius", "thief@far.test\n");
        Files.setPosixFilePermissions(
                dir.resolve("julius/.forward"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(route("julius@rome.test"))
                .isEqualTo("julius@rome.test: delivered here, to the mailbox of julius\n");
    }

    @Test
    void forwardFilesThatPointAtEachOtherEnd() throws Exception {
        forward("julius", "marka");
        forward("marka", "julius");
        assertThat(route("julius@rome.test"))
                .endsWith("    julius@rome.test: delivered here, to the mailbox of julius\n");
    }

    @Test
    void whatStandsAfterAPlusIsAFolderWhereThereIsOne() throws Exception {
        assertThat(route("julius+lists@rome.test"))
                .isEqualTo(
                        "julius+lists@rome.test: delivered here, to the folder lists of julius\n");
        assertThat(route("Julius+other@rome.test"))
                .isEqualTo("Julius+other@rome.test: delivered here, to the mailbox of julius\n");
        assertThat(route("postmaster@rome.test"))
                .isEqualTo("postmaster@rome.test: delivered here, to the mailbox of titus\n");
    }

    @Test
    void whoeverCatchesAllGetsWhatNobodyHas() throws Exception {
        assertThat(route("nobody@rome.test"))
                .isEqualTo("nobody@rome.test: refused: 550 5.1.1 No such user here\n");
        catchAll = Optional.of(Item.of("marka"));
        assertThat(route("nobody@rome.test"))
                .isEqualTo(
                        """
                        nobody@rome.test: nobody here has it; it is for whoever catches all
                          marka@rome.test: delivered here, to the mailbox of marka
                        """);
        catchAll = Optional.of(Item.of("nobody-else"));
        assertThat(route("nobody@rome.test")).endsWith("refused: 550 5.1.1 No such user here\n");
    }

    @Test
    void listsAreIncludedAndOneThatIsMissingWaits() throws Exception {
        write(dir.resolve("list"), "marka\n# gone: titus\nfar@gaul.test, julius\n");
        aliases("all: :include:%s/list\nlost: :include:%s/none\n".formatted(dir, dir));
        assertThat(route("all@rome.test"))
                .contains("  :include:HOME/list: a list of marka, far@gaul.test, julius\n")
                .contains("    far@gaul.test: sent on to mail.rome.test");
        assertThat(router().route(address("lost@rome.test"), Optional.empty()).ways())
                .singleElement()
                .isInstanceOf(Way.Later.class);
    }

    @Test
    void aListOfAThousandIsFollowedAndOneThatIsTooLongWaits() throws Exception {
        write(dir.resolve("list"), numbers(1000));
        aliases("all: :include:%s/list\nbomb: :include:%s/bomb\n".formatted(dir, dir));
        assertThat(router().route(address("all@rome.test"), Optional.empty()).ways()).hasSize(1000);
        write(dir.resolve("bomb"), numbers(100_000));
        assertThat(router().route(address("bomb@rome.test"), Optional.empty()).ways())
                .singleElement()
                .isInstanceOf(Way.Later.class);
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "u" + i + "@gaul.test")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aDeepChainOfAliasesEnds() throws Exception {
        aliases(
                IntStream.range(0, 64)
                        .mapToObj(i -> "a" + i + ": a" + (i + 1))
                        .collect(Collectors.joining("\n", "", "\na64: julius\n")));
        assertThat(route("a0@rome.test"))
                .endsWith("too long or too deep; not followed, and tried again later\n");
        assertThat(route("a40@rome.test")).endsWith("to the mailbox of julius\n");
    }

    @Test
    void noAddressIsAFileOrACommand() throws Exception {
        permitted = EnumSet.allOf(Permission.class);
        for (String local : new String[] {"|/bin/sh", "/etc/passwd", ":include:/etc/passwd"}) {
            Address quoted = new Address("", "\"" + local + "\"", "rome.test");
            assertThat(router().route(quoted, Optional.empty()).ways())
                    .singleElement()
                    .isInstanceOf(Way.Refused.class);
        }
    }

    @Test
    void mailForElsewhereGoesByTheFirstRuleThatFits() throws Exception {
        var bulk = new Destination.Smarthost("bulk.test");
        var work = new Destination.Smarthost("work.test");
        var lan = new Destination.Host(Destination.Protocol.LMTP, "127.0.0.1", 24);
        table =
                new RouteTable(
                        Map.of("*.lan", lan),
                        Map.of("lists.test", bulk),
                        Map.of("work.test", work),
                        Optional.empty(),
                        true);
        assertThat(route("x@printer.LAN"))
                .isEqualTo(
                        "x@printer.LAN: sent on to 127.0.0.1 port 24 by LMTP, the route for"
                                + " *.lan\n");
        assertThat(route("x@lists.test"))
                .endsWith("sent on to bulk.test, the smarthost for mail to lists.test\n");
        assertThat(route("x@far.test", Optional.of(address("me@work.test"))))
                .endsWith("sent on to work.test, the smarthost for mail from work.test\n");
        assertThat(route("x@far.test"))
                .endsWith("sent on to the mail servers of far.test, as the DNS says\n");
        assertThat(route("x@[192.0.2.7]")).contains("the address 192.0.2.7");
        assertThat(route("x@[IPv6:2001:db8::7]")).contains("the address 2001:db8");
        assertThat(route("x@[far.test]")).contains("refused: 550 5.1.2");
        table = RouteTable.NONE;
        assertThat(route("x@far.test")).isEqualTo("x@far.test: held: no smarthost\n");
    }

    @Test
    void mistakesInAFileOfAliasesAreNamedByLine() throws Exception {
        write(dir.resolve("aliases"), "fine: julius\nno colon here\nodd: |relative\nfine: marka\n");
        assertThat(FileDirectory.mistakes(dir.resolve("aliases")))
                .map(m -> m.line() + " " + m.message())
                .containsExactly(
                        "2 expected NAME: ADDRESS, ADDRESS",
                        "3 cannot understand '|relative'",
                        "4 'fine' is there already, on line 1, which counts");
    }

    @Test
    void aChangedFileOfAliasesCountsAtOnce() throws Exception {
        aliases("x: julius\n");
        Router router = router();
        assertThat(router.isKnown(address("x@rome.test"))).isTrue();
        aliases("other: julius\n");
        assertThat(router.isKnown(address("x@rome.test"))).isFalse();
        assertThat(router.isKnown(address("other@rome.test"))).isTrue();
    }

    private Router router() {
        var directory =
                new FileDirectory(
                        Map.of(),
                        Optional.of(dir.resolve("aliases")),
                        user -> Optional.of(dir.resolve(user)),
                        (user, folder) -> user.equals("julius") && folder.equals("lists"));
        return new Router(RESIDENTS, directory, table, catchAll, permitted);
    }

    private String route(String address) {
        return route(address, Optional.empty());
    }

    private String route(String address, Optional<Address> sender) {
        return router().route(address(address), sender).steps().stream()
                .map(step -> step + "\n")
                .collect(Collectors.joining())
                .replace(dir + "/aliases", "ALIASES")
                .replace(dir.toString(), "HOME");
    }

    private void aliases(String text) throws Exception {
        write(dir.resolve("aliases"), text);
    }

    private void forward(String user, String text) throws Exception {
        Files.createDirectories(dir.resolve(user));
        write(dir.resolve(user).resolve(".forward"), text);
    }

    private static void write(Path file, String text) throws Exception {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
