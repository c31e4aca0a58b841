package hazel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mime.Dates;
import hazel.mime.MessageParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sample mail, the robot, and the home they live in.
class DemoTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final ZonedDateTime THEN = NOW.atZone(ZoneOffset.UTC);
    private static final Address ROBOT = new Address("", "robot", "demo.example");

    @TempDir private Path dir;

    private static List<Samples.Sample> samples() {
        return Samples.at(NOW, ZoneOffset.UTC);
    }

    private static String answer(String message) {
        return Robot.answer(ROBOT, message.replace("\n", "\r\n").getBytes(US_ASCII), THEN)
                .map(octets -> new String(octets, UTF_8))
                .orElse("");
    }

    private List<Path> left() throws Exception {
        try (Stream<Path> all = Files.list(dir)) {
            return all.toList();
        }
    }

    @Test
    void thereIsMailInEveryMailboxAndTheWelcomeIsTheFirstUnread() {
        assertThat(
                        samples().stream()
                                .collect(
                                        Collectors.groupingBy(
                                                s -> s.mailbox().value(), Collectors.counting())))
                .containsOnlyKeys("INBOX", "Lists/hazelnuts", "Sent", "Drafts", "Archive")
                .containsEntry("Lists/hazelnuts", 6L)
                .containsEntry("Drafts", 1L)
                .hasEntrySatisfying("INBOX", n -> assertThat(n).isBetween(40L, 50L));
        assertThat(
                        samples().stream()
                                .filter(s -> s.mailbox().equals(hazel.store.MailboxName.INBOX))
                                .filter(s -> !s.flags().contains(hazel.store.Flag.SEEN))
                                .min(java.util.Comparator.comparing(Samples.Sample::date)))
                .map(Samples.Sample::file)
                .contains("welcome.eml");
    }

    @Test
    void everySampleIsDatedInThePastAndHasItsFieldsAndNoDefects() {
        assertThat(samples())
                .allSatisfy(sample -> {
                    var part = MessageParser.parse(sample.message());
                    assertThat(sample.date()).isBefore(NOW);
                    assertThat(Dates.parse(part.header().first("Date").orElse("")))
                            .map(d -> d.toInstant())
                            .contains(sample.date());
                    assertThat(part.header().first("From")).isPresent();
                    assertThat(part.header().first("Message-ID")).isPresent();
                    assertThat(part.header().first("Subject")).isPresent();
                    assertThat(new String(sample.message(), US_ASCII))
                            .doesNotContain("@date@", "\uFFFD")
                            .endsWith("\n");
                });
    }

    @Test
    void noTwoSamplesHaveOneMessageId() {
        assertThat(
                        samples().stream()
                                .map(s ->
                                        MessageParser.parse(s.message())
                                                .header()
                                                .all("Message-ID")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theRobotAnswersAPersonInTheThread() {
        assertThat(
                        answer(
                                """
                                Return-Path: <you@demo.example>
                                Subject: Hello
                                Message-ID: <2@demo.example>
                                References: <1@demo.example>

                                How are you?
                                """))
                .startsWith("Return-Path: <>\n")
                .contains(
                        "Subject: Re: Hello\n",
                        "In-Reply-To: <2@demo.example>\n"
                                + "References: <1@demo.example>\n <2@demo.example>\n",
                        "Auto-Submitted: auto-replied\n",
                        "all one line of it, with nothing attached",
                        "> How are you?\n");
    }

    @Test
    void theRobotAnswersNoProgramNoListAndNotItself() {
        assertThat(answer("Return-Path: <>\n\nx\n")).isEmpty();
        assertThat(answer("Subject: no path\n\nx\n")).isEmpty();
        assertThat(answer("Return-Path: <robot@demo.example>\n\nx\n")).isEmpty();
        String you = "Return-Path: <you@demo.example>\n";
        assertThat(answer(you + "Auto-Submitted: auto-replied\n\nx\n")).isEmpty();
        assertThat(answer(you + "List-Id: <l.example>\n\nx\n")).isEmpty();
        assertThat(answer(you + "Precedence: bulk\n\nx\n")).isEmpty();
        assertThat(answer(answer(you + "\nx\n"))).isEmpty();
    }

    @Test
    void aHomeIsPrivateAndGoesWhenItIsClosed() throws Exception {
        try (var home = DemoHome.make(dir, Clock.systemUTC())) {
            assertThat(Files.getPosixFilePermissions(home.root())).hasSize(3);
            assertThat(home.mail().resolve(".Lists.hazelnuts/cur")).isDirectory();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsLeftOfADeadDemoGoesWhereNoLinkLeads() throws Exception {
        Path precious = Files.writeString(dir.resolve("precious"), "x");
        Path dead = Files.createDirectory(dir.resolve("hazel-demo-1"));
        Files.createFile(dead.resolve("demo.lock"));
        Files.createSymbolicLink(dead.resolve("link"), dir);
        Path foreign = Files.createDirectory(dir.resolve("hazel-demo-notes"));
        Path link = Files.createSymbolicLink(dir.resolve("hazel-demo-2"), foreign);

        DemoHome.make(dir, Clock.systemUTC()).close();

        assertThat(left()).containsExactlyInAnyOrder(precious, foreign, link);
    }

    @Test
    void aDemoThatRunsIsLeftAlone() throws Exception {
        try (var one = DemoHome.make(dir, Clock.systemUTC())) {
            DemoHome.make(dir, Clock.systemUTC()).close();
            assertThat(one.mail()).isDirectory();
        }
    }
}
