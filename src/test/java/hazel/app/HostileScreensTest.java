package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Corpus;
import hazel.command.Keymap;
import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.term.TappedDisplay;
import hazel.ui.Display;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All the mail nobody here wrote, read on the screens, with every effect on the calling thread: no
/// character of a message that a terminal obeys is in a frame or in what the terminal is sent.
class HostileScreensTest {

    private static final MailboxRef INBOX = new MailboxRef("local", MailboxName.INBOX);
    private static final Size SIZE = new Size(100, 30);

    /// What Hazel itself sends: the cursor's place and look, colours, whole frames at once.
    private static final Pattern OURS =
            Pattern.compile(
                    "\033\\[(\\d+;\\d+H|[\\d;]*m|2J|\\?2026[hl]|\\?25[hl]|\\?1049[hl]|\\?1l)");

    @TempDir private Path home;

    private final List<Took> took = new ArrayList<>();
    private Program program;
    private String shown = "";

    /// Processor time of opening one message, of which the first lines are shown.
    private record Took(List<String> message, long millis) {}

    @ParameterizedTest
    @MethodSource("hazel.Corpus#folders")
    void everyMessageIsReadAndNothingInItIsObeyed(String folder) throws Exception {
        List<Path> files = Corpus.messages(folder);
        deliver(files);
        var places = Places.under(home);
        Config config =
                ConfigReader.standard(
                        places, new ConfigReader.Person("", new Address("", "me", "localhost")));
        var clock = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
        var setting =
                new Reader.Setting(config, places, Map.of(), clock, home.resolve("relay.sock"));
        try (var tapped = new TappedDisplay(SIZE, lines("themes/dark.theme"));
                var reader = new Reader(setting, new NoLease(), _ -> {}, Workers.atOnce())) {
            var keymap = Keymap.empty().with(lines("keymaps/native.keys")).keymap();
            program = new Program(new Screens(), keymap, new Watched(tapped), reader, clock);
            program.open(new Screens().index(INBOX), new Effect.OpenMailbox(INBOX));
            program.settle();
            press("<Home>");
            for (int i = 0; i < files.size(); i++) {
                read();
                assertThat(OURS.matcher(tapped.sent()).replaceAll(""))
                        .as(folder + ", row " + i)
                        .matches(HostileScreensTest::isHarmless);
                press("j");
            }
        } finally {
            took.sort(Comparator.comparingLong(Took::millis).reversed());
            System.out.println(
                    "%s: %d opened, slowest %s"
                            .formatted(folder, took.size(), took.stream().limit(3).toList()));
        }
        try (Stream<Path> read = Files.list(home.resolve("Mail/cur"))) {
            assertThat(read).hasSize(files.size()).allMatch(f -> f.toString().endsWith(":2,S"));
        }
    }

    private void read() {
        String index = shown;
        var cpu = ManagementFactory.getThreadMXBean();
        long start = cpu.getCurrentThreadCpuTime();
        press("<Enter>");
        long millis = (cpu.getCurrentThreadCpuTime() - start) / 1_000_000;
        took.add(new Took(shown.lines().skip(1).limit(3).toList(), millis));
        assertThat(shown).isNotEqualTo(index);
        press("<C-d>", "<C-d>", "w", "<C-d>", "H", "<C-d>", "G");
        press("R", "<C-d>", "R", "S", "<C-d>", "S");
        String title = title();
        press("p");
        if (!title().equals(title)) { // it has attachments
            press("j", "q");
        }
        press("r", "<C-c>", "y");
        press("q");
        assertThat(title()).contains("local / INBOX");
    }

    private String title() {
        return shown.lines().findFirst().orElse("");
    }

    private void deliver(List<Path> files) throws IOException {
        Path mail = home.resolve("Mail");
        for (String dir : List.of("cur", "new", "tmp")) {
            Files.createDirectories(mail.resolve(dir));
        }
        for (int i = 0; i < files.size(); i++) {
            Files.write(mail.resolve("cur/" + i + ".h:2,"), Corpus.read(files.get(i)));
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (var in = HostileScreensTest.class.getResourceAsStream("/hazel/" + resource)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private void press(String... keys) {
        for (String key : keys) {
            program.post(new Msg.Pressed(new Key(key)));
            program.settle();
        }
    }

    private static boolean isHarmless(String text) {
        return text.chars()
                .allMatch(c ->
                        c == '\n'
                                || (c >= ' ' && c < 0x7f)
                                || (c >= 0xa0 && c < 0x2028)
                                || (c > 0x202e && c < 0x2066)
                                || c > 0x2069);
    }

    /// Looks at every frame before the terminal gets it.
    private final class Watched implements Display {

        private final Display display;

        Watched(Display display) {
            this.display = display;
        }

        @Override
        public Size size() {
            return display.size();
        }

        @Override
        public void show(Frame frame) {
            shown = frame.text();
            assertThat(shown).matches(HostileScreensTest::isHarmless);
            display.show(frame);
        }

        @Override
        public void invalidate() {
            display.invalidate();
        }
    }
}
