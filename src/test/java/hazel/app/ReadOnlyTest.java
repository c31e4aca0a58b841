package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The reader with `-R`: what is there stays as it is.
class ReadOnlyTest {

    private static final MailboxRef INBOX = new MailboxRef("local", MailboxName.INBOX);
    private static final MailboxRef ARCHIVE = new MailboxRef("local", new MailboxName("Archive"));
    private static final List<Uid> ONE = List.of(new Uid("1.host"));

    @TempDir private Path home;
    private Path mail;

    @BeforeEach
    void aMessage() throws IOException {
        mail = home.resolve("Mail");
        for (String box : List.of("", ".Archive")) {
            for (String dir : List.of("cur", "new", "tmp")) {
                Files.createDirectories(mail.resolve(box).resolve(dir));
            }
        }
        Files.writeString(mail.resolve("cur/1.host:2,"), "Subject: Lunch?\n\nAt noon.\n");
    }

    @Test
    void readingLeavesNoMarkAndNoComplaint() throws Exception {
        var seen = new Effect.MarkSeen(new MessageRef(INBOX, ONE.getFirst()));
        assertThat(perform(seen)).isEmpty();
        assertThat(files("cur")).containsExactly("1.host:2,");
    }

    @Test
    void whatWouldChangeAMessageIsRefused() throws Exception {
        for (Effect change :
                List.of(
                        new Effect.ChangeFlags(INBOX, ONE, FlagChange.adding(Flag.DELETED)),
                        new Effect.Move(INBOX, ONE, ARCHIVE),
                        new Effect.RenameMailbox(ARCHIVE, new MailboxName("Old")),
                        new Effect.DeleteMailbox(ARCHIVE))) {
            assertThat(perform(change))
                    .filteredOn(m -> !(m instanceof Msg.MailboxesListed))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Msg.Failed.class,
                            f -> assertThat(f.problem()).isInstanceOf(Problem.NotPermitted.class));
        }
        assertThat(files("cur")).containsExactly("1.host:2,");
        assertThat(mail.resolve(".Archive")).exists();
    }

    @Test
    void aCopyIsMade() throws Exception {
        perform(new Effect.Copy(INBOX, ONE, ARCHIVE));
        assertThat(files("cur")).containsExactly("1.host:2,");
        assertThat(Stream.concat(files(".Archive/new").stream(), files(".Archive/cur").stream()))
                .hasSize(1);
    }

    private List<Msg> perform(Effect effect) throws MailException {
        var places = Places.under(home);
        var setting =
                new Reader.Setting(
                        ConfigReader.standard(
                                        places,
                                        new ConfigReader.Person(
                                                "", new Address("", "me", "localhost")))
                                .readOnly(),
                        places,
                        Map.of(),
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                        home.resolve("relay.sock"));
        var answers = new ArrayList<Msg>();
        try (var reader = new Reader(setting, new NoLease(), _ -> {}, Workers.atOnce())) {
            reader.perform(effect, answers::add);
        }
        return answers;
    }

    private List<String> files(String dir) throws IOException {
        try (Stream<Path> files = Files.list(mail.resolve(dir))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
