package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A message that is opened while its mailbox is still being read.
class MeanwhileTest {

    private static final MailboxRef INBOX = new MailboxRef("local", MailboxName.INBOX);

    /// So many that the first rows are shown long before the last file is looked for.
    private static final int MANY = 4000;

    @TempDir Path home;

    @Test
    void aMessageOfTheFirstRowsDoesNotWaitForTheLast() throws Exception {
        Path cur = Files.createDirectories(home.resolve("Mail/cur"));
        Files.createDirectories(home.resolve("Mail/new"));
        Files.createDirectories(home.resolve("Mail/tmp"));
        for (int i = 0; i < MANY; i++) {
            String letter = "From: ada@example.org\nSubject: Letter %d\n\nHello.\n".formatted(i);
            Files.writeString(cur.resolve("%05d.host:2,".formatted(i)), letter);
        }

        List<Msg> heard = heard();

        assertThat(heard.getLast())
                .isInstanceOfSatisfying(
                        Msg.MailboxOpened.class,
                        opened -> assertThat(opened.view().size()).isEqualTo(MANY));
        assertThat(heard.stream().filter(Msg.MessageLoaded.class::isInstance)).hasSize(1);
    }

    /// All that is told until the mailbox is read; its first row is opened as soon as it is shown.
    private List<Msg> heard() throws Exception {
        BlockingQueue<Msg> told = new LinkedBlockingQueue<>();
        var reader = new Reader(setting(), new NoLease(), _ -> {}, Workers.onThreads());
        try {
            boolean[] isAsked = {false};
            reader.perform(
                    new Effect.OpenMailbox(INBOX),
                    msg -> {
                        told.add(msg);
                        if (msg instanceof Msg.MailboxOpened opened && !isAsked[0]) {
                            isAsked[0] = true;
                            var first = new MessageRef(INBOX, opened.view().uid(0));
                            reader.perform(new Effect.LoadMessage(first), told::add);
                        }
                    });
            List<Msg> heard = new ArrayList<>();
            do {
                heard.add(told.take());
            } while (!(heard.getLast() instanceof Msg.MailboxOpened(_, _, _, var isWhole)
                    && isWhole));
            return heard;
        } finally {
            reader.close();
        }
    }

    private Reader.Setting setting() {
        var places = Places.under(home);
        Config config =
                ConfigReader.standard(
                        places, new ConfigReader.Person("", new Address("", "me", "localhost")));
        return new Reader.Setting(
                config, places, Map.of(), Clock.systemUTC(), home.resolve("relay.sock"));
    }
}
