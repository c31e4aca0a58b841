package hazel.screen.message;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.View;
import hazel.mail.Problem;
import hazel.mime.Block;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class MessageScreenTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final MessageRef MESSAGE = new MessageRef(INBOX, new hazel.store.Uid("7"));
    private static final Size SIZE = new Size(60, 12);
    private static final Scene SCENE = new Scene(SIZE, Instant.EPOCH, ZoneOffset.UTC);
    private static final String LUNCH =
            """
            From: Ada <ada@example.org>
            To: bob@example.net
            Subject: =?utf-8?q?Caf=C3=A9?=
            X-Noise: yes

            At https://example.org/menu they say:
            > one
            > two
            > three
            Come!
            --\s
            Ada
            """;

    private static final String TWICE =
            """
            Subject: Lunch
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/alternative; boundary=a

            --a

            Come!
            --a
            Content-Type: text/html

            <p>Come!
            --a--
            --m
            Content-Type: application/pdf; name=menu.pdf
            Content-Disposition: attachment

            x
            --m--
            """;

    @Test
    void fewFieldsThenTheTextThenTheLinks() {
        assertThat(read(LUNCH).view(SCENE).text())
                .isEqualTo(
                        """
                        From:    Ada <ada@example.org>
                        To:      bob@example.net
                        Subject: Café

                        At https://example.org/menu [1] they say:
                        > one
                        > two
                        > three
                        Come!
                        --
                        Ada
                        """);
    }

    @Test
    void quotesFoldAndAllFieldsShow() {
        var folded = after(read(LUNCH), Command.TOGGLE_QUOTED, Command.FULL_HEADER);

        assertThat(folded.view(SCENE).text()).contains("[3 quoted lines]", "X-Noise: yes");
        assertThat(after(folded, Command.TOGGLE_QUOTED).view(SCENE).text()).contains("> two");
    }

    @Test
    void openingMarksItSeenByAnEffectOfItsOwn() {
        var loading = MessageScreen.loading(new Screens(), MESSAGE, View.EMPTY);

        assertThat(loading.hear(new Msg.MessageLoaded(MESSAGE, loaded(LUNCH))).effects())
                .containsExactly(new Effect.MarkSeen(MESSAGE));
    }

    @Test
    void aMessageThatIsNotAwaitedChangesNothing() {
        var loading = MessageScreen.loading(new Screens(), MESSAGE, View.EMPTY);
        var other = new MessageRef(INBOX, new hazel.store.Uid("8"));

        assertThat(loading.hear(new Msg.MessageLoaded(other, loaded(LUNCH))).screen())
                .isSameAs(loading);
    }

    @Test
    void whatCouldNotBeHadIsAskedForAgainWhenTheServerIsBack() {
        var loading = MessageScreen.loading(new Screens(), MESSAGE, View.EMPTY);
        var load = new Effect.LoadMessage(MESSAGE);
        var failed =
                loading.hear(new Msg.Failed(load, new Problem.Unreachable("x", "no connection")))
                        .screen();
        var back = new Msg.Linked(MESSAGE.mailbox().account(), new Msg.LinkState.Online());

        assertThat(failed.hear(back).effects()).containsExactly(load);
        assertThat(failed.hear(new Msg.Linked("other", new Msg.LinkState.Online())).effects())
                .isEmpty();
        assertThat(read(LUNCH).hear(back).effects()).isEmpty();
    }

    @Test
    void aLinkOpensOnlyAfterItsTargetWasShown() {
        MessageScreen screen = read(LUNCH);
        var asked = (Next.Open) screen.perform(Call.of(Command.OPEN_LINK));

        assertThat(asked.effects()).isEmpty();
        assertThat(asked.top().title().place()).isEqualTo("Open https://example.org/menu?");
        var yes = (Next.CloseAndCall) asked.top().type(new Key("y"));
        assertThat(screen.perform(yes.call()).effects())
                .containsExactly(new Effect.OpenLink("https://example.org/menu"));
    }

    @Test
    void searchingMarksWhatIsFound() {
        var found = (Next.Stay) read(LUNCH).perform(new Call(Command.SEARCH, "COME"));

        assertThat(found.screen().view(SCENE).lines().getFirst().spans())
                .anyMatch(span -> span.role() == Role.MATCH && span.text().equals("Come"));
    }

    @Test
    void theHtmlIsAskedForAndNotReadInPassing() {
        MessageScreen screen = read(TWICE);
        var asked = new Effect.ReadAs(MESSAGE, Preference.HTML_FIRST);
        assertThat(screen.perform(Call.of(Command.TOGGLE_HTML)).effects()).containsExactly(asked);

        var block = new Block.Notice("the same as HTML");
        var news = new Msg.ReadAs(MESSAGE, Preference.HTML_FIRST, List.of(block));
        var html = (MessageScreen) screen.hear(news).screen();
        assertThat(html.view(SCENE).text()).contains("the same as HTML").doesNotContain("Come!");
        assertThat(html.perform(Call.of(Command.TOGGLE_HTML)).effects())
                .containsExactly(new Effect.ReadAs(MESSAGE, Preference.PLAIN_FIRST));
        assertThat(html.hear(new Msg.MessageLoaded(MESSAGE, loaded(TWICE))).effects())
                .contains(asked);
    }

    @Test
    void whatAMessageDoesNotHaveIsSaidAndNotOfferedFirst() {
        MessageScreen plain = read("Subject: x\n\nHello\n");
        assertThat(plain.perform(Call.of(Command.TOGGLE_HTML)).effects())
                .containsExactly(new Effect.Notify("the message has its text only once"));
        assertThat(plain.perform(Call.of(Command.TOGGLE_QUOTED)).effects())
                .containsExactly(new Effect.Notify("nothing is quoted here"));
        assertThat(plain.offers().subList(4, 6))
                .containsExactly(Command.DELETE, Command.NEXT_UNDELETED);
        assertThat(read(TWICE).offers().subList(4, 7))
                .containsExactly(Command.DELETE, Command.ATTACHMENTS, Command.TOGGLE_HTML);
        assertThat(read(LUNCH).offers()).element(5).isEqualTo(Command.OPEN_LINK);
    }

    @Test
    void attachmentsStandApartAndAHtmlTextIsCalledThatAbove() {
        assertThat(read(TWICE).view(SCENE).text())
                .contains("Come!\n\n[#2] menu.pdf  application/pdf");
        var news = new Msg.ReadAs(MESSAGE, Preference.HTML_FIRST, List.of());
        assertThat(read(TWICE).hear(news).screen().title().news()).isEqualTo("HTML");
    }

    @Test
    void textIsWrappedWhereTheUserWantsIt() {
        var narrow =
                (MessageScreen)
                        new Screens(40).message(MESSAGE, View.EMPTY).sized(new Size(200, 12));
        String message = "Subject: x\n\n" + "word ".repeat(20) + "\n";
        var read = narrow.hear(new Msg.MessageLoaded(MESSAGE, loaded(message))).screen();
        assertThat(read.view(SCENE).lines().get(2).text()).hasSizeBetween(35, 40);
    }

    @Test
    void savingAPartNamesIt() {
        assertThat(read(LUNCH).perform(new Call(Command.SAVE, "/tmp/x")).effects())
                .containsExactly(new Effect.SaveParts(MESSAGE, List.of(), "/tmp/x"));
        assertThat(read(LUNCH).perform(new Call(Command.SAVE, "#9 /tmp/x")).effects())
                .containsExactly(new Effect.Notify("there is no part 9"));
    }

    @Test
    void replyingAsksForADraft() {
        assertThat(read(LUNCH).perform(Call.of(Command.REPLY_ALL)).effects())
                .containsExactly(
                        new Effect.Compose(
                                new ComposeRequest.Answer(MESSAGE, ComposeRequest.Kind.REPLY_ALL)));
    }

    @Test
    void nothingFromOutsideMovesTheTerminalsCursor() {
        String hostile =
                "From: \u001b]0;x\u0007 <a@example.org>\nSubject: a\u202eb\u009b1m\n\n"
                        + "\u001b[2J text \u0000 👨‍👩‍👧 https://example.org/\u001b[31m\n";
        MessageScreen screen = read(hostile);
        for (Command command : List.of(Command.FULL_HEADER, Command.RAW, Command.STRUCTURE)) {
            screen = after(screen, command);
            assertThat(screen.view(SCENE).text().replace("\n", ""))
                    .doesNotContainPattern("\\p{Cntrl}")
                    .doesNotContain("\u202e");
        }
    }

    @Test
    void ofAHugeMessageAsStoredTheBeginningIsShown() {
        MessageScreen screen = read("Subject: x\n\n" + "some words\n".repeat(500_000));

        screen = after(screen, Command.RAW);
        assertThat(screen.view(SCENE).text())
                .startsWith("Only the first 4.0M octets are shown; save the message to\nsee all.");
        assertThat(screen.layout().rows()).hasSizeLessThan(400_000);
    }

    @Test
    void aKeyInAHugeMessageLaysNothingOutAnew() {
        MessageScreen screen = read("Subject: x\n\n" + "some words\n".repeat(100_000));
        MessageScreen paged = after(screen, Command.NEXT_PAGE);

        assertThat(paged.layout()).isSameAs(screen.layout());
        assertThat(paged.pager().lines()).isSameAs(screen.pager().lines());
        assertThat(after(screen, Command.LAST_ENTRY).view(SCENE).lines()).hasSize(12);
    }

    private static MessageScreen read(String message) {
        var sized =
                (MessageScreen)
                        MessageScreen.loading(new Screens(), MESSAGE, View.EMPTY).sized(SIZE);
        return (MessageScreen) sized.hear(new Msg.MessageLoaded(MESSAGE, loaded(message))).screen();
    }

    private static Msg.LoadedMessage loaded(String message) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        var root = MessageParser.parse(octets);
        return new Msg.LoadedMessage(
                root.header(), root, Readable.of(octets, root, Preference.PLAIN_FIRST), octets);
    }

    private static MessageScreen after(MessageScreen screen, Command... commands) {
        for (Command command : commands) {
            screen = (MessageScreen) ((Next.Stay) screen.perform(Call.of(command))).screen();
        }
        return screen;
    }
}
