package hazel.app;

import hazel.app.AccountWorkers.Job;
import hazel.config.Places;
import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mime.Content;
import hazel.mime.MessageParser;
import hazel.mime.MessageText;
import hazel.mime.Readable;
import hazel.store.MessageRef;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Takes single messages and their parts elsewhere: to files, to commands, to a screen of text.
final class PartWork {

    private final AccountWorkers accounts;
    private final Places places;

    PartWork(AccountWorkers accounts, Places places) {
        this.accounts = accounts;
        this.places = places;
    }

    void readAs(Effect.ReadAs effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                new Job(effect, "reading", report),
                octets -> {
                    Part root = MessageParser.parse(octets);
                    var blocks = Readable.of(octets, root, effect.preference());
                    report.accept(new Msg.ReadAs(effect.message(), effect.preference(), blocks));
                });
    }

    void save(Effect.SaveParts effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                new Job(effect, "saving", report),
                octets -> {
                    Path path = TypedPath.of(places, effect.path());
                    List<Path> files = PartFiles.save(octets, effect.parts(), path);
                    String names =
                            files.size() == 1
                                    ? files.getFirst().toString()
                                    : files.size() + " files in " + path;
                    report.accept(MailWork.said("saved " + Harmless.line(names)));
                });
    }

    void pipe(Effect.Pipe effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                new Job(effect, "running " + Harmless.line(effect.command()), report),
                octets -> {
                    byte[] input =
                            effect.part().isEmpty() ? octets : decoded(octets, effect.part());
                    List<String> lines = Programs.pipe(effect.command(), input);
                    report.accept(
                            lines.isEmpty()
                                    ? MailWork.said(
                                            Harmless.line(effect.command()) + " has ended well")
                                    : new Msg.Printed(effect.command(), lines));
                });
    }

    void view(Effect.ViewPart effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                new Job(effect, "reading", report),
                octets -> {
                    var part = PartFiles.part(MessageParser.parse(octets), effect.part());
                    int columns = accounts.accounts().config().screen().readableColumns();
                    String name = part.fileName().orElse(part.mediaType().toString());
                    report.accept(
                            new Msg.TextLoaded(
                                    effect.message(),
                                    Harmless.line(name),
                                    MessageText.lines(octets, part, columns)));
                });
    }

    private static byte[] decoded(byte[] message, String number) throws MailException {
        return Content.octets(message, PartFiles.part(MessageParser.parse(message), number));
    }

    private interface OctetsTask {
        void run(byte[] octets) throws MailException;
    }

    private void onMessage(MessageRef message, Job job, OctetsTask task) {
        accounts.onMessage(message, job, (_, octets) -> task.run(octets));
    }
}
