package hazel.bench;

import hazel.command.Command;
import hazel.command.Keymap;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.screen.Screens;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.ui.Display;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What a key costs until its frame is made, in a mailbox of `ROWS` messages: prints the median and
/// the worst of each kind in microseconds, and judges nothing. To be run as [IndexBench] is:
/// `hazel.bench.ScreenBench ROWS`.
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
        RowSet all = RowSet.all(view.snapshot());
        measure(
                program,
                "tag all, untag all",
                new Msg.Matched(INBOX, "tag", all),
                new Msg.Matched(INBOX, "untag", all));
        tell(program, new Msg.Matched(INBOX, "tag", all));
        measure(program, "next entry, all tagged", "j");
        measure(program, "tag, all tagged", "t");
        measure(program, "delete all tagged", ";", "d");
        measure(program, "fold all, unfold all", "V");
        measure(program, "limit prompt, typed, left", "L", "a", "b", "<C-g>");
        List<Change> one =
                List.of(new Change.Flagged(view.uid(rows / 2), Set.of(Flag.FLAGGED), Set.of()));
        measure(
                program,
                "a changed view arrives",
                new Msg.ViewChanged(INBOX, view),
                new Msg.ViewChanged(INBOX, view.withFlagsOf(view.snapshot().apply(one))));
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
                                        "index ; tag-prefix",
                                        "index d delete",
                                        "index V fold-all",
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
        Msg[] pressed =
                Arrays.stream(keys).map(k -> new Msg.Pressed(new Key(k))).toArray(Msg[]::new);
        measure(program, what, pressed);
    }

    private static void measure(Program program, String what, Msg... messages) {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            tell(program, messages);
            times[i] = micros(start) / messages.length;
        }
        Arrays.sort(times);
        System.out.printf("%-28s %,8d   worst %,8d%n", what, times[ROUNDS / 2], times[ROUNDS - 1]);
    }

    private static void tell(Program program, Msg... messages) {
        for (Msg each : messages) {
            program.post(each);
            program.settle();
        }
    }

    private static long micros(long start) {
        return (System.nanoTime() - start) / 1000;
    }

    private static long millis(long start) {
        return micros(start) / 1000;
    }

    private static View view(int rows) {
        var builder = Snapshot.builder();
        MadeEntries.each(rows, builder::add);
        return View.all(builder.build(), Sort.DEFAULT);
    }
}
