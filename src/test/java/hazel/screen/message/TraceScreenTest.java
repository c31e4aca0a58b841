package hazel.screen.message;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.command.Call;
import hazel.command.Command;
import hazel.dns.Answer;
import hazel.index.View;
import hazel.mime.MessageParser;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.trust.Trace;
import hazel.trust.Trusted;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.verify.Verification;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class TraceScreenTest {

    private static final MessageRef MESSAGE =
            new MessageRef(new MailboxRef("work", MailboxName.INBOX), new Uid("7"));
    private static final byte[] OCTETS =
            """
            Received: from a.example (a.example [192.0.2.1]) by mx.example.org with ESMTPS id X1;
              Tue, 24 Nov 2026 10:00:05 +0000
            Message-ID: <1@a.example>
            Date: Tue, 24 Nov 2026 10:00:00 +0000

            """
                    .getBytes(UTF_8);
    private static final Msg.LoadedMessage LOADED =
            new Msg.LoadedMessage(
                    MessageParser.parse(OCTETS).header(),
                    MessageParser.parse(OCTETS),
                    List.of(),
                    OCTETS);

    private static Next traced() {
        return reading().perform(Call.of(Command.TRACE));
    }

    private static Screen reading() {
        return MessageScreen.loading(new Screens(), MESSAGE, View.EMPTY)
                .hear(new Msg.MessageLoaded(MESSAGE, LOADED))
                .screen();
    }

    @Test
    void theSessionItWasSentInIsAskedForByItsHeader() {
        assertThat(reading().perform(Call.of(Command.SESSION)).effects())
                .containsExactly(new Effect.ShowSession(LOADED.header()));
    }

    @Test
    void theTitleSaysThatTheSenderWasAskedAfter() {
        Screen tracing = ((Next.Open) traced()).top();
        assertThat(tracing.title().place()).isEqualTo("The way the message came");
        Trace trace = Trace.of(LOADED.header(), Trusted.NOBODY, Instant.EPOCH);
        var verification =
                Verification.of(
                        OCTETS,
                        LOADED.header(),
                        trace,
                        (_, _) -> new Answer.NoAnswer("nobody is asked"),
                        Instant.EPOCH);
        assertThat(tracing.hear(new Msg.Verified(MESSAGE, verification)).screen().title().place())
                .isEqualTo("Who sent the message, and the way it came");
    }

    @Test
    void aReportOfAbuseIsBegunWhereTheWayIsShown() {
        Screen tracing = ((Next.Open) traced()).top();
        assertThat(tracing.perform(Call.of(Command.REPORT_ABUSE)).effects())
                .containsExactly(new Effect.Compose(new ComposeRequest.Abuse(MESSAGE)));
    }

    @Test
    void theMessageIsTracedByAnEffectAndShownWhenThatIsDone() {
        var next = (Next.Open) traced();
        assertThat(next.effects())
                .containsExactly(new Effect.TraceMessage(MESSAGE, LOADED.header()));
        Trace trace = Trace.of(LOADED.header(), Trusted.NOBODY, Instant.EPOCH);
        var size = new Size(80, 12);
        assertThat(
                        next.top()
                                .sized(size)
                                .hear(new Msg.Traced(MESSAGE, trace))
                                .screen()
                                .view(new Scene(size, Instant.EPOCH, ZoneOffset.UTC))
                                .text())
                .startsWith(
                        """
                        The way it came, newest first
                         hop  when                        after         with         TLS
                           1  24 Nov 2026 10:00:05 +0000  5 s           ESMTPS       yes
                              from a.example [192.0.2.1]
                              by   mx.example.org, id X1
                        """);
    }
}
