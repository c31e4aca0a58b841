package hazel.app;

import hazel.config.Config.ScreenConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Performs what concerns the program and its terminal, on the thread that draws, because another
/// program gets the terminal meanwhile.
final class TerminalWork {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final ScreenConfig config;
    private final Map<String, String> environment;
    private final Lease lease;
    private final Workers workers;

    TerminalWork(
            ScreenConfig config, Map<String, String> environment, Lease lease, Workers workers) {
        this.config = config;
        this.environment = environment;
        this.lease = lease;
        this.workers = workers;
    }

    void perform(Effect.OnProgram effect, Consumer<Msg> report) {
        try {
            switch (effect) {
                case Effect.EditText edit -> report.accept(edit(edit));
                case Effect.RunShell(String command) -> shell(command);
                case Effect.Suspend _ -> {
                    if (!lease.suspend()) {
                        report.accept(
                                Msg.Noticed.of("no shell started Hazel, so none could wake it"));
                    }
                }
                case Effect.OpenLink(String target) -> open(effect, target, report);
                case Effect.CancelWork _ -> workers.stopWork();
                case Effect.Notify(String text) -> report.accept(Msg.Noticed.of(text));
                case Effect.Redraw _, Effect.Undo _ -> {} // done elsewhere
            }
        } catch (MailException e) {
            report.accept(new Msg.Failed(effect, e.problem()));
        }
    }

    private void open(Effect effect, String target, Consumer<Msg> report) {
        workers.start(
                new Workers.Order("programs", effect, "opening a link", report),
                _ -> {
                    if (config.browser().isEmpty()) {
                        throw new MailException(
                                new Problem.BadConfig(
                                        "screen.browser",
                                        0,
                                        "no browser is set (screen.browser); the link is "
                                                + target));
                    }
                    Programs.open(config.browser(), target);
                });
    }

    private void shell(String command) throws MailException {
        String typed = command.isBlank() ? environment.getOrDefault("SHELL", "/bin/sh") : command;
        String pause = command.isBlank() ? "" : "; printf '\\nPress Enter to go on '; read -r _";
        lease.lend(() -> Programs.withTerminal(List.of("/bin/sh", "-c", typed + pause)));
    }

    /// The text in a file of its own for the user's editor; what the editor leaves is the text. The
    /// file stays where the editor failed, so that nothing written is lost.
    private Msg edit(Effect.EditText edit) throws MailException {
        try {
            Path file = Files.createTempFile("hazel-", ".txt", OWNER_ONLY);
            Files.writeString(file, edit.text());
            List<String> words = Stream.concat(editor(), Stream.of(file.toString())).toList();
            int status = lease.lend(() -> Programs.withTerminal(words));
            if (status != 0) {
                throw new MailException(
                        new Problem.Failed(
                                "editor",
                                "the editor ended with " + status + "; its text is in " + file));
            }
            String text = Files.readString(file);
            Files.delete(file);
            return new Msg.Edited(edit.draftId(), withoutLastBreak(text));
        } catch (CharacterCodingException e) {
            throw new MailException(
                    new Problem.Malformed("editor", "what the editor left is not UTF-8"), e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("editor", "the editor's file: " + Reason.of(e)), e);
        }
    }

    private Stream<String> editor() {
        String command =
                Stream.of(
                                config.editor(),
                                environment.getOrDefault("VISUAL", ""),
                                environment.getOrDefault("EDITOR", ""))
                        .filter(s -> !s.isBlank())
                        .findFirst()
                        .orElse("vi");
        return Stream.of("/bin/sh", "-c", command + " \"$@\"", "editor");
    }

    private static String withoutLastBreak(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
