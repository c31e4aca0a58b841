package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Mounts;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.store.Flag;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;
import hazel.store.mh.MhStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The commands where mail cannot be changed, and where the disk is full.
class MountIT {

    @TempDir Path home;

    @BeforeEach
    void namespace() throws Exception {
        Mounts.READ_ONLY.assumeAllowed(home);
    }

    @Test
    void onReadOnlyMailEveryCommandReadsAndEveryChangeIsOneLine() throws Exception {
        Path mail = Files.createDirectory(home.resolve("Mail"));
        Map<String, MessageStore> stores =
                Map.of(
                        "maildir",
                        MaildirStore.open(mail.resolve("maildir"), Clock.systemUTC()),
                        "mbox",
                        MboxStore.open(Files.createDirectory(mail.resolve("mbox"))),
                        "mh",
                        MhStore.open(mail.resolve("mh"), Clock.systemUTC()));
        var dotfile = new StringBuilder();
        for (String kind : List.of("maildir", "mbox", "mh")) {
            fill(stores.get(kind), kind);
            dotfile.append(
                    "[account.%s]\naddress = 'me@example.org'\nincoming = '%s:%s'\n"
                            .formatted(kind, kind, mail.resolve(kind)));
        }
        configure(dotfile.toString());

        List<String> commands = new ArrayList<>();
        for (String kind : List.of("maildir", "mbox", "mh")) {
            String id = "mid:1@" + kind + ".example";
            commands.add("list " + kind + "/INBOX");
            commands.add("show " + id);
            commands.add("flag " + id + " +flagged");
            commands.add("delete " + id);
            commands.add("delete --purge " + id);
            commands.add("move " + id + " " + kind + "/other");
            commands.add("copy " + id + " " + kind + "/other");
        }
        Mounts.Said said = Mounts.READ_ONLY.run(mail, typed(commands));

        assertThat(said.err()).isEmpty();
        var expected = new StringBuilder();
        expected.append(refused("maildir", "/maildir", "/maildir/.Trash", "/maildir/.other"));
        expected.append(refused("mbox", "/mbox/INBOX", "/mbox/Trash", "/mbox/other"));
        expected.append(refused("mh", "/mh/inbox", "/mh/Trash", "/mh/other"));
        assertThat(said.out().replace(mail.toString(), "")).isEqualTo(expected.toString());
    }

    private static String refused(String kind, String inbox, String trash, String other) {
        return """
        $ list KIND/INBOX
        = 0
        $ show mid:1@KIND.example
        = 0
        $ flag mid:1@KIND.example +flagged
        hazel: %1$s is read-only
        = 77
        $ delete mid:1@KIND.example
        hazel: cannot write %2$s: Read-only file system
        = 73
        $ delete --purge mid:1@KIND.example
        hazel: %1$s is read-only
        = 77
        $ move mid:1@KIND.example KIND/other
        hazel: %1$s is read-only
        = 77
        $ copy mid:1@KIND.example KIND/other
        hazel: %3$s is read-only
        = 77
        """
                .replace("KIND", kind)
                .formatted(inbox, trash, other);
    }

    private void fill(MessageStore store, String kind) throws Exception {
        store.create(new MailboxName("other"));
        try (Mailbox inbox = store.open(MailboxName.INBOX)) {
            String message =
                    "From: Ada <ada@example.org>\nMessage-ID: <1@%s.example>\nSubject: Hi\n\nHi\n"
                            .formatted(kind);
            inbox.append(
                    message.getBytes(StandardCharsets.US_ASCII),
                    Set.of(Flag.SEEN),
                    Set.of(),
                    Instant.EPOCH);
        }
    }

    @Test
    void onAFullDiskNothingIsKeptAndItIsSaid() throws Exception {
        Server away;
        try (var server = new ScriptedServer("S: 220 x")) {
            away = server.server();
        }
        configure(
                """
                [account.away]
                address = 'me@example.org'
                outgoing = 'smtp://127.0.0.1:%d'
                [account.local]
                address = 'me@local.example'
                outgoing = 'relay:'
                """
                        .formatted(((Server.Place.Tcp) away.place()).port()));
        Path text = Files.writeString(home.resolve("text"), "words ".repeat(20_000));
        Path state = Files.createDirectories(home.resolve("state"));

        Mounts.Said said =
                Mounts.FULL.run(
                        state,
                        typed(
                                List.of(
                                        "send --queue --body-file " + text + " bob@example.net",
                                        "send --draft --body-file " + text + " bob@example.net",
                                        "send --from me@local.example --body-file "
                                                + text
                                                + " bob@example.net",
                                        "outbox list")));

        assertThat(said.err()).isEmpty();
        assertThat(said.out().replace(home.toString(), "").replaceAll("d[0-9a-z]{16}", "ID"))
                .isEqualTo(
                        """
                        $ send --queue --body-file /text bob@example.net
                        hazel: the disk is nearly full: 40960 octets are free
                        = 73
                        $ send --draft --body-file /text bob@example.net
                        hazel: the draft cannot be kept in /state/hazel/drafts/ID.eml: No space left on device
                        = 73
                        $ send --from me@local.example --body-file /text bob@example.net
                        hazel: rcpt: 452 bob@example.net: No room for the message now; try again later
                        = 75
                        $ outbox list
                        = 0
                        """);
    }

    private List<String> typed(List<String> commands) {
        List<String> words = new ArrayList<>(List.of(home.toString()));
        words.addAll(commands);
        return Mounts.java(TypedCommands.class, words.toArray(String[]::new));
    }

    private void configure(String toml) throws IOException {
        Path file = home.resolve("config/hazel/config.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, toml);
    }
}
