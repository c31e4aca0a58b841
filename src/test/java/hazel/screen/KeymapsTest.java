package hazel.screen;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.command.Keymap;
import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.contacts.AddressBook;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mail.Address;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.screen.message.AttachmentsScreen;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.TextScreen;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.text.Columns;
import hazel.ui.Display;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Role;
import hazel.ui.Screen;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The key maps that come with Hazel, held against every screen.
class KeymapsTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    /// What a screen offers only sometimes, so that a key for it is not dead.
    private static final Set<Command> SOMETIMES =
            EnumSet.of(Command.COMPLETE, Command.VERIFY, Command.REPORT_ABUSE);

    private static Keymap keymap(String name) throws IOException {
        try (var in = KeymapsTest.class.getResourceAsStream("/hazel/keymaps/" + name + ".keys")) {
            List<String> lines =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            Keymap.Read read = Keymap.empty().with(lines);
            assertThat(read.mistakes()).isEmpty();
            return read.keymap();
        }
    }

    private static View view() {
        var builder = Snapshot.builder();
        for (int i = 1; i <= 3; i++) {
            builder.add(
                    new IndexEntry(
                            new Uid("" + i),
                            NOW,
                            NOW,
                            "Ada",
                            "a@example.org",
                            "",
                            "",
                            "Lunch " + i,
                            Optional.empty(),
                            List.of(),
                            "",
                            Set.<Flag>of(),
                            Set.of(),
                            100,
                            false));
        }
        return View.of(builder.build(), Sort.DEFAULT, _ -> true, Set.of());
    }

    private static List<Screen> screens() {
        var factory = new Screens();
        var message = new MessageRef(INBOX, new Uid("2"));
        byte[] octets = "Subject: x\n\nSee https://example.org/\n".getBytes(StandardCharsets.UTF_8);
        var root = MessageParser.parse(octets);
        var loaded =
                new Msg.LoadedMessage(
                        root.header(),
                        root,
                        Readable.of(octets, root, Preference.PLAIN_FIRST),
                        octets);
        var composing =
                new Msg.Composing(
                        "d",
                        Draft.blank(Identity.of(Address.parse("me@example.org").orElseThrow())),
                        List.of(),
                        AddressBook.EMPTY);
        var info = new MailboxInfo(MailboxName.INBOX, true, 3, 3);
        Screen composer = factory.composer(composing);
        Screen index = factory.index(INBOX);
        return Stream.of(
                        index.hear(new Msg.MailboxOpened(INBOX, view(), false, true)).screen(),
                        factory.message(message, view())
                                .hear(new Msg.MessageLoaded(message, loaded))
                                .screen(),
                        AttachmentsScreen.of(message, root),
                        factory.mailboxes()
                                .hear(
                                        new Msg.MailboxesListed(
                                                List.of(
                                                        new Msg.AccountMailboxes(
                                                                "work", List.of(info)))))
                                .screen(),
                        composer,
                        inText(composer),
                        factory.outbox()
                                .hear(
                                        new Msg.OutboxListed(
                                                List.of(
                                                        new Msg.QueuedMessage(
                                                                "1", "a", "b", "waiting", NOW, NOW,
                                                                List.of()))))
                                .screen(),
                        factory.relay()
                                .hear(
                                        new Msg.RelayListed(
                                                true,
                                                List.of(
                                                        new Msg.Relayed(
                                                                "1",
                                                                "a@b",
                                                                NOW,
                                                                false,
                                                                "waiting",
                                                                List.of("c@d  waiting"))),
                                                false))
                                .screen(),
                        factory.drafts()
                                .hear(
                                        new Msg.DraftsListed(
                                                List.of(
                                                        new Msg.KeptDraft(
                                                                new Msg.InFiles("1"),
                                                                "a",
                                                                "b",
                                                                NOW))))
                                .screen(),
                        TextScreen.of("log", List.of("one", "two")),
                        factory.help(index, Keymap.empty()),
                        PromptScreen.asking("Search for: ", Command.SEARCH),
                        PromptScreen.askingPath("Save to: ", Command.SAVE))
                .map(Screen.class::cast)
                .toList();
    }

    private static Screen inText(Screen composer) {
        Screen screen = composer;
        for (int i = 0; i < 9 && screen.context() != Context.EDITOR; i++) {
            screen = ((hazel.ui.Next.Stay) screen.perform(Call.of(Command.NEXT_FIELD))).screen();
        }
        return screen;
    }

    private static boolean answers(Screen screen, Command command) {
        return screen.offers().contains(command) || Program.OWN.contains(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "mutt", "pine"})
    void everyKeyOfATableIsAnsweredByItsScreens(String name) throws IOException {
        Keymap keymap = keymap(name);
        var dead = new ArrayList<String>();
        for (Context context : Context.values()) {
            List<Screen> there =
                    screens().stream()
                            .filter(s ->
                                    s.context() == context
                                            || (context == Context.GENERIC
                                                    && !s.context().takesText()))
                            .toList();
            assertThat(there).describedAs(context.word()).isNotEmpty();
            keymap.bindings(context).stream()
                    .filter(b -> !SOMETIMES.contains(b.call().command()))
                    .filter(b -> there.stream().noneMatch(s -> answers(s, b.call().command())))
                    .forEach(b -> dead.add(context.word() + " " + b));
        }
        assertThat(dead).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "mutt", "pine"})
    void noItemOfTheKeysLineIsCut(String name) throws IOException {
        Keymap keymap = keymap(name);
        int rows = keymap.look() == Keymap.Look.MENU ? 2 : 1;
        Set<String> labels =
                Stream.of(Command.values()).map(Command::label).collect(Collectors.toSet());
        for (Screen screen : screens()) {
            for (int columns = 40; columns <= 200; columns += 8) {
                Frame frame = frame(keymap, screen, new Size(columns, 24));
                List<Line> keys = frame.lines().subList(24 - rows, 24);
                assertThat(keys)
                        .describedAs("%s on %s at %d", name, screen.context(), columns)
                        .allSatisfy(line -> {
                            assertThat(line.spans())
                                    .filteredOn(s -> s.role() == Role.KEY_LABEL)
                                    .filteredOn(s -> !s.text().isBlank())
                                    .allMatch(s -> labels.contains(s.text().strip()))
                                    .allMatch(s -> s.text().endsWith(" "));
                        });
                int widest =
                        keys.stream()
                                .mapToInt(line -> Columns.width(line.text().stripTrailing()))
                                .max()
                                .orElse(0);
                assertThat(widest).isLessThanOrEqualTo(columns);
            }
        }
    }

    private static Frame frame(Keymap keymap, Screen screen, Size size) {
        var shown = new ArrayList<Frame>();
        Program program = program(keymap, size, shown);
        program.open(new Screens().index(INBOX));
        program.open(screen);
        program.settle();
        return shown.getLast();
    }

    private static Program program(Keymap keymap, Size size, List<Frame> shown) {
        var display =
                new Display() {
                    @Override
                    public Size size() {
                        return size;
                    }

                    @Override
                    public void show(Frame frame) {
                        shown.add(frame);
                    }
                };
        return new Program(
                new Screens(), keymap, display, (_, _) -> {}, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void pinesMenuTurnsToOtherKeysAndBack() throws IOException {
        var shown = new ArrayList<Frame>();
        Program program = program(keymap("pine"), new Size(80, 24), shown);
        program.open(screens().getFirst());
        program.settle();
        String first = shown.getLast().text();
        program.post(new Msg.Pressed(new Key("O")));
        program.settle();
        assertThat(first).contains("? Help", "O Other", "D Delete").doesNotContain("* Flag");
        assertThat(shown.getLast().text())
                .contains("? Help", "O Other", "* Flag")
                .doesNotContain("D Delete");
        program.post(new Msg.Pressed(new Key("<Up>")));
        program.settle();
        assertThat(shown.getLast().text()).contains("D Delete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "mutt", "pine"})
    void everyKeyOfTheKeysLineDoesSomething(String name) throws IOException {
        Keymap keymap = keymap(name);
        for (Screen screen : screens()) {
            var wanted = new ArrayList<Object>();
            var shown = new ArrayList<Frame>();
            var display =
                    new Display() {
                        @Override
                        public Size size() {
                            return new Size(200, 24);
                        }

                        @Override
                        public void show(Frame frame) {
                            shown.add(frame);
                        }
                    };
            for (Command command : screen.offers()) {
                for (List<String> keys : keymap.keysFor(screen.context(), command)) {
                    var program =
                            new Program(
                                    new Screens(),
                                    keymap,
                                    display,
                                    (effect, _) -> wanted.add(effect),
                                    Clock.fixed(NOW, ZoneOffset.UTC));
                    program.open(new Screens().index(INBOX));
                    program.open(screen);
                    keys.forEach(key -> program.post(new Msg.Pressed(new Key(key))));
                    program.settle();
                    assertThat(shown.getLast().text())
                            .describedAs("%s: %s on %s", name, keys, screen.context())
                            .doesNotContain("is not bound here")
                            .doesNotContain("cannot do that here");
                }
            }
        }
    }
}
