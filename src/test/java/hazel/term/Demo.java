package hazel.term;

import hazel.command.Keymap;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.ui.Effect;
import hazel.ui.Msg;
import hazel.ui.Program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The screens on a real terminal with the mail of a Maildir: `Demo KEYMAP THEME MAILDIR`.
public final class Demo {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);

    private Demo() {}

    static List<String> resource(String name) throws IOException {
        try (var in = Demo.class.getResourceAsStream("/hazel/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    public static void main(String[] args) throws Exception {
        var keymap = Keymap.empty().with(resource("keymaps/" + args[0] + ".keys")).keymap();
        var theme =
                Theme.read(resource("themes/" + args[1] + ".theme"), ColorDepth.of(System.getenv()))
                        .theme();
        var mail = new DemoMail(Path.of(args[2]), INBOX);
        var early = new ArrayList<Msg>();
        var program = new AtomicReference<Consumer<Msg>>(early::add);
        try (Tty tty = Tty.open(theme, msg -> program.get().accept(msg))) {
            var loop =
                    new Program(
                            new Screens(),
                            keymap,
                            tty.display(),
                            (e, r) -> perform(tty, mail, e, r),
                            Clock.systemDefaultZone());
            program.set(loop::post);
            early.forEach(loop::post);
            loop.open(new Screens().index(INBOX), new Effect.OpenMailbox(INBOX));
            loop.run();
        }
    }

    private static void perform(Tty tty, DemoMail mail, Effect effect, Consumer<Msg> report) {
        try {
            switch (effect) {
                case Effect.Suspend _ -> {
                    if (!tty.suspend()) {
                        report.accept(Msg.Noticed.of("no shell to come back from"));
                    }
                }
                case Effect.RunShell(String command) ->
                        tty.lend(() ->
                                new ProcessBuilder("sh", "-c", command)
                                        .inheritIO()
                                        .start()
                                        .waitFor());
                default -> mail.perform(effect, report);
            }
        } catch (Exception e) {
            report.accept(Msg.Noticed.of(e.toString()));
        }
    }
}
