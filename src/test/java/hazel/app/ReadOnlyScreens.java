package hazel.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.command.Keymap;
import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.ui.Display;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Opens the screens on the mail of a home, presses keys, and prints what is shown after each.
final class ReadOnlyScreens {

    private ReadOnlyScreens() {}

    /// @param args the home, the address of the store, and the keys, each `,`-divided
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        var places = Places.under(home);
        var clock = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
        String dotfile = "[account.local]\nincoming = '" + args[1] + "'\n";
        var ada = new ConfigReader.Person("", new Address("", "me", "localhost"));
        Config config =
                ((ConfigReader.Read) ConfigReader.read("test", dotfile, List.of(), places, ada))
                        .config();
        var setting =
                new Reader.Setting(config, places, Map.of(), clock, home.resolve("relay.sock"));
        var reader = new Reader(setting, new NoLease(), _ -> {}, Workers.atOnce());
        var keymap = Keymap.empty().with(lines("/hazel/keymaps/native.keys")).keymap();
        var paper = new Paper();
        var program = new Program(new Screens(), keymap, paper, reader, clock);
        var inbox = new MailboxRef("local", MailboxName.INBOX);
        program.open(new Screens().index(inbox), new Effect.OpenMailbox(inbox));
        program.settle();
        paper.print();
        for (String key : args[2].split(",")) {
            program.post(new Msg.Pressed(new Key(key)));
            program.settle();
            paper.print();
        }
        reader.close();
        System.out.flush();
    }

    private static List<String> lines(String resource) throws IOException {
        try (var in = ReadOnlyScreens.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    /// Shows what is on the screen once all that was asked for is done.
    private static final class Paper implements Display {

        private String last = "";

        @Override
        public Size size() {
            return new Size(100, 12);
        }

        @Override
        public void show(Frame frame) {
            last = frame.text();
        }

        void print() {
            System.out.println(last + "\n----");
        }
    }
}
