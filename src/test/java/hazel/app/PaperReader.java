package hazel.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.command.Keymap;
import hazel.screen.Screens;
import hazel.store.MailboxRef;
import hazel.ui.Display;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The whole reader with Hazel's own keys, every effect on the calling thread, and what is on the
/// screen as text.
final class PaperReader implements AutoCloseable {

    private final Reader reader;
    private final Program program;
    private String shown = "";

    PaperReader(Reader.Setting setting, MailboxRef first) throws Exception {
        reader = new Reader(setting, new NoLease(), _ -> {}, Workers.atOnce());
        var keymap = Keymap.empty().with(lines("/hazel/keymaps/native.keys")).keymap();
        program = new Program(new Screens(), keymap, new Paper(), reader, setting.clock());
        program.open(new Screens().index(first), new Effect.OpenMailbox(first));
        program.settle();
    }

    private final class Paper implements Display {
        @Override
        public Size size() {
            return new Size(80, 12);
        }

        @Override
        public void show(Frame frame) {
            shown = frame.text();
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (var in = PaperReader.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    String shown() {
        return shown;
    }

    void press(String... keys) {
        for (String key : keys) {
            program.post(new Msg.Pressed(new Key(key)));
        }
        program.settle();
    }

    void type(String text) {
        text.codePoints().mapToObj(Character::toString).forEach(this::press);
    }

    List<Msg> perform(Effect effect) {
        var answers = new ArrayList<Msg>();
        reader.perform(effect, answers::add);
        answers.removeIf(Msg.Working.class::isInstance); // said where the machine is slow
        return answers;
    }

    @Override
    public void close() {
        reader.close();
    }
}
