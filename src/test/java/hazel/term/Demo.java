package hazel.term;

import hazel.command.Keymap;
import hazel.index.Snapshot;
import hazel.index.Sort;
import hazel.index.View;
import hazel.screen.Screens;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Uid;
import hazel.ui.Effect;
import hazel.ui.Msg;
import hazel.ui.Program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The real terminal with sixty messages that are not: `Demo KEYMAP THEME`.
public final class Demo {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);

    private static final String[] FROM = {
        "Ada Lovelace", "山田太郎", "Nguyễn Văn An", "José 🎉 Núñez", "info@example.org"
    };
    private static final String[] SUBJECT = {
        "Lunch on Thursday?",
        "会議の議事録をお送りします",
        "⚡ Power cut at 10 ✅",
        "Re: a long subject that goes on and on, until it is wider than any terminal that a person"
                + " would want to read mail on, and then some",
        "👨‍👩‍👧 Family news",
        ""
    };

    private Demo() {}

    static List<String> resource(String name) throws IOException {
        try (var in = Demo.class.getResourceAsStream("/hazel/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    static View view(int count) {
        var builder = Snapshot.builder();
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            Set<Flag> flags =
                    i % 7 == 0
                            ? Set.of()
                            : i % 5 == 0
                                    ? Set.of(Flag.SEEN, Flag.ANSWERED)
                                    : i % 11 == 0
                                            ? Set.of(Flag.SEEN, Flag.DELETED)
                                            : i % 13 == 0
                                                    ? Set.of(Flag.SEEN, Flag.FLAGGED)
                                                    : Set.of(Flag.SEEN);
            Instant date = now.minusSeconds((count - i) * (long) (count - i) * 7200L);
            String from = FROM[i % FROM.length];
            builder.add(
                    new IndexEntry(
                            new Uid("u" + i),
                            date,
                            date,
                            from,
                            "a@example.org",
                            "me@example.org",
                            "Me",
                            SUBJECT[i % SUBJECT.length],
                            Optional.empty(),
                            List.of(),
                            "",
                            flags,
                            i % 9 == 0 ? Set.of("todo") : Set.of(),
                            812L * (i * i + 1),
                            i % 6 == 0));
        }
        return View.of(builder.build(), Sort.DEFAULT, _ -> true, Set.of());
    }

    public static void main(String[] args) throws Exception {
        var keymap = Keymap.empty().with(resource("keymaps/" + args[0] + ".keys")).keymap();
        var theme =
                Theme.read(resource("themes/" + args[1] + ".theme"), ColorDepth.of(System.getenv()))
                        .theme();
        var early = new ArrayList<Msg>();
        var program = new AtomicReference<Consumer<Msg>>(early::add);
        try (Tty tty = Tty.open(theme, msg -> program.get().accept(msg))) {
            var loop =
                    new Program(
                            new Screens(),
                            keymap,
                            tty.display(),
                            (e, r) -> perform(tty, e, r),
                            Clock.systemDefaultZone());
            program.set(loop::post);
            early.forEach(loop::post);
            loop.open(new Screens().index(INBOX), new Effect.OpenMailbox(INBOX));
            loop.run();
        }
    }

    private static void perform(Tty tty, Effect effect, Consumer<Msg> report) {
        try {
            switch (effect) {
                case Effect.OpenMailbox(var m) ->
                        report.accept(new Msg.MailboxOpened(m, view(60), false, true));
                case Effect.ListMailboxes _ ->
                        report.accept(
                                new Msg.MailboxesListed(
                                        List.of(
                                                new Msg.AccountMailboxes(
                                                        "work",
                                                        List.of(
                                                                info("INBOX", 60, 9),
                                                                info("lists", 0, 0),
                                                                info("lists/java", 98311, 1204),
                                                                info("Sent", 7, 0))))));
                case Effect.Suspend _ -> tty.suspend();
                case Effect.RunShell(String command) ->
                        tty.lend(() ->
                                new ProcessBuilder("sh", "-c", command)
                                        .inheritIO()
                                        .start()
                                        .waitFor());
                default -> report.accept(new Msg.Noticed(effect.toString(), true));
            }
        } catch (Exception e) {
            report.accept(new Msg.Noticed(e.toString(), false));
        }
    }

    private static MailboxInfo info(String name, int total, int unseen) {
        return new MailboxInfo(new MailboxName(name), true, total, unseen);
    }
}
