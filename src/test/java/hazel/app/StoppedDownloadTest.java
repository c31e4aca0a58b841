package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Problem;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.store.imap.ScriptedServer;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What the key that stops work does to a message that is on its way from a slow server.
class StoppedDownloadTest {

    private static final MessageRef MESSAGE =
            new MessageRef(new MailboxRef("work", MailboxName.INBOX), new Uid("1"));

    @TempDir Path home;

    /// The message never comes whole.
    private static String answer(String tag, String command) {
        return command.startsWith("UID FETCH 1 (UID BODY.PEEK[]")
                ? "* 1 FETCH (UID 1 BODY[]<0> {100000}\r\nSubject: one\r\n"
                : ScriptedServer.ordinary(tag, command);
    }

    @Test
    void whatComesIsCountedInOctetsAndTheRestIsNotWaitedFor() throws Exception {
        try (var server = new ScriptedServer("* OK", StoppedDownloadTest::answer)) {
            Reader.Setting setting =
                    ServerHome.at(server.port(), home, "").synchronised().setting();
            BlockingQueue<Msg> heard = new LinkedBlockingQueue<>();
            var reader = new Reader(setting, new NoLease(), _ -> {}, Workers.onThreads());
            try {
                reader.perform(new Effect.LoadMessage(MESSAGE), heard::add);
                Msg first = heard.take();
                assertThat(first)
                        .isInstanceOfSatisfying(
                                Msg.Working.class,
                                w -> assertThat(w.unit()).isEqualTo(Msg.Working.Unit.OCTETS));
                reader.perform(new Effect.CancelWork(), heard::add);
                Msg last = heard.take();
                while (last instanceof Msg.Working) {
                    last = heard.take();
                }
                assertThat(last)
                        .isEqualTo(
                                new Msg.Failed(
                                        new Effect.LoadMessage(MESSAGE),
                                        new Problem.Cancelled("reading")));
            } finally {
                reader.close();
            }
        }
    }
}
