package hazel.bench;

import hazel.command.Command;
import hazel.command.Keymap;
import hazel.index.Snapshot;
import hazel.index.Sort;
import hazel.index.View;
import hazel.mail.MessageId;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.screen.Screens;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.ui.Display;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a key costs until its frame is made, in a mailbox of `ROWS` messages: prints the median and
/// the worst of each kind in microseconds, and judges nothing.
public final class ScreenBench {

    private static final int ROUNDS = 400;
    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);

    private ScreenBench() {}

    public static void main(String[] args) {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        long before = System.nanoTime();
        View view = view(rows);
        System.out.printf("%,d rows, view made in %,d ms%n", rows, millis(before));
        Program program = program(new Size(200, 50));
        program.open(new Screens().index(INBOX));
        program.post(new Msg.MailboxOpened(INBOX, view, false, true));
        program.settle();
        measure(program, "next entry", "j");
        measure(program, "next page", "<PageDown>");
        measure(program, "previous page", "<PageUp>");
        measure(program, "last, first", "G", "g");
        measure(program, "next unread", "<Tab>");
        measure(program, "tag", "t");
        measure(program, "limit prompt, typed, left", "L", "a", "b", "<C-g>");
        long changed = System.nanoTime();
        program.post(new Msg.ViewChanged(INBOX, view));
        program.settle();
        System.out.printf("%-28s %,8d%n", "a changed view arrives", micros(changed));
        message();
    }

    private static void message() {
        byte[] octets =
                ("Subject: x\n\n"
                                + ("> some words\n".repeat(19) + "see https://example.org/\n")
                                        .repeat(5_000))
                        .getBytes(StandardCharsets.UTF_8);
        var root = MessageParser.parse(octets);
        var loaded =
                new Msg.LoadedMessage(
                        root.header(),
                        root,
                        Readable.of(octets, root, Preference.PLAIN_FIRST),
                        octets);
        var ref = new MessageRef(INBOX, new Uid("1"));
        Program program = program(new Size(100, 50));
        program.open(new Screens().message(ref, View.EMPTY));
        long came = System.nanoTime();
        program.post(new Msg.MessageLoaded(ref, loaded));
        program.settle();
        System.out.printf("%-28s %,8d%n", "a text of 100,000 lines", micros(came));
        measure(program, "its next page", "<Space>");
        measure(program, "its end and top", "G", "g");
    }

    private static Program program(Size size) {
        Keymap keymap =
                Keymap.empty()
                        .with(
                                List.of(
                                        "generic j next-entry",
                                        "generic <PageDown> next-page",
                                        "generic <PageUp> previous-page",
                                        "generic G last-entry",
                                        "generic g first-entry",
                                        "index <Tab> " + Command.NEXT_UNREAD.word(),
                                        "index t tag",
                                        "index L limit",
                                        "message <Space> next-page",
                                        "prompt <C-g> cancel"))
                        .keymap();
        var display =
                new Display() {
                    @Override
                    public Size size() {
                        return size;
                    }

                    @Override
                    public void show(Frame frame) {}
                };
        return new Program(new Screens(), keymap, display, (_, _) -> {}, Clock.systemDefaultZone());
    }

    private static void measure(Program program, String what, String... keys) {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            for (String key : keys) {
                program.post(new Msg.Pressed(new Key(key)));
                program.settle();
            }
            times[i] = micros(start) / keys.length;
        }
        Arrays.sort(times);
        System.out.printf("%-28s %,8d   worst %,8d%n", what, times[ROUNDS / 2], times[ROUNDS - 1]);
    }

    private static long micros(long start) {
        return (System.nanoTime() - start) / 1000;
    }

    private static long millis(long start) {
        return micros(start) / 1000;
    }

    private static View view(int rows) {
        var builder = Snapshot.builder();
        Instant now = Instant.now();
        for (int i = 0; i < rows; i++) {
            Optional<MessageId> id = Optional.of(new MessageId("m" + i + "@example.org"));
            List<MessageId> references =
                    i % 5 == 0 ? List.of() : List.of(new MessageId("m" + (i - 1) + "@example.org"));
            builder.add(
                    new IndexEntry(
                            new Uid("u" + i),
                            now.minusSeconds(60L * (rows - i)),
                            now.minusSeconds(60L * (rows - i)),
                            i % 3 == 0 ? "山田太郎" : "Ada Lovelace",
                            "a" + i % 97 + "@example.org",
                            "me@example.org",
                            "Me",
                            "Subject number " + i / 5,
                            id,
                            references,
                            "",
                            i % 11 == 0 ? Set.of() : Set.of(Flag.SEEN),
                            Set.of(),
                            812L * (i % 1000),
                            i % 6 == 0));
        }
        return View.of(builder.build(), Sort.DEFAULT, _ -> true, Set.of());
    }
}
