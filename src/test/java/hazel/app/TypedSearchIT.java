package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// What is searched and limited on screens is also found where only the server has it.
class TypedSearchIT {

    @TempDir private Path home;
    private Optional<Dovecot> dovecot = Optional.empty();
    private Optional<PaperReader> opened = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        Dovecot started = Dovecot.start("imap", "mail_max_userip_connections = 100\n");
        dovecot = Optional.of(started);
        deliver(1, "grace@example.net", "Das Ährenfest beginnt.");
        deliver(2, "bob@example.net", "Das Ährenfest endet.");
        deliver(3, "grace@example.net", "Nothing of it.");
        ServerHome.at(started.port(), home, "").synchronised();
    }

    private PaperReader open() throws Exception {
        opened.ifPresent(PaperReader::close);
        Reader.Setting setting = ServerHome.at(dovecot.orElseThrow().port(), home, "").setting();
        var reader = new PaperReader(setting, new MailboxRef("work", MailboxName.INBOX));
        opened = Optional.of(reader);
        return reader;
    }

    @AfterEach
    void stop() throws Exception {
        opened.ifPresent(PaperReader::close);
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    private void deliver(int number, String from, String body) throws Exception {
        String text =
                "From: %s\nSubject: number %d\nContent-Type: text/plain; charset=utf-8\n\n%s\n"
                        .formatted(from, number, body);
        dovecot.orElseThrow().deliver(number + ".host", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsTypedIsFoundAtTheServerToo() throws Exception {
        PaperReader reader = open();
        reader.press("g", "/");
        reader.type("body:ährenfest");
        assertThat(reader.shown())
                .contains("number 1", "number 2")
                .doesNotContain("number 3", "not searched");
        reader.type(" from:bob");
        assertThat(reader.shown()).contains("number 2").doesNotContain("number 1", "number 3");

        // It is read, and found all the same when its body is here.
        reader.press("<Enter>", "<Enter>");
        assertThat(reader.shown()).contains("Das Ährenfest endet.");
        reader.press("q");
        assertThat(reader.shown()).contains("number 2");

        dovecot.orElseThrow().close();
        PaperReader offline = open();
        offline.press("g", "/");
        offline.type("body:endet OR body:nothing");
        assertThat(offline.shown())
                .contains("number 2", "only at the server were not searched: ")
                .doesNotContain("number 3");
    }

    @Test
    void aMailboxIsLimitedToWhatTheServerFinds() throws Exception {
        PaperReader reader = open();
        reader.press("L");
        reader.type("body:ährenfest");
        reader.press("<Enter>");
        assertThat(reader.shown())
                .contains("number 1", "number 2")
                .doesNotContain("number 3", "not searched");

        dovecot.orElseThrow().close();
        PaperReader offline = open();
        offline.press("/");
        offline.type("body:nothing");
        offline.press("<Enter>");
        assertThat(offline.shown()).contains("only at the server were not searched: ");
        offline.press("L");
        offline.type("body:nothing");
        offline.press("<Enter>");
        assertThat(offline.shown()).contains("only at the server were not searched: ");
    }
}
