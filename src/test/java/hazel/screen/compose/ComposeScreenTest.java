package hazel.screen.compose;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.compose.Draft;
import hazel.compose.DraftKind;
import hazel.compose.Identity;
import hazel.contacts.AddressBook;
import hazel.mail.Address;
import hazel.ui.Effect;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

class ComposeScreenTest {

    private static final Address ADA = new Address("Ada", "ada", "example.org");
    private static final Scene SCENE = new Scene(new Size(50, 10), Instant.EPOCH, ZoneOffset.UTC);

    private static final AddressBook BOOK =
            AddressBook.of(
                    Map.of("team", List.of("Grace <grace@example.com>", "gus@example.com")),
                    List.of(
                            new Address("Grace", "grace", "example.com"),
                            new Address("", "gus", "example.com")));

    @Test
    void fieldsStandAboveTheTextAndALineSaysWhatSendingDoes() {
        assertThat(composing("bob@example.net", "Lunch?", "Hello\n> old").view(SCENE).text())
                .isEqualTo(
                        """
                        From:     Ada <ada@example.org>
                        To:       bob@example.net
                        Cc:
                        Subject:  Lunch?
                        ── sends to 1 recipient by mail.example.org ──────
                        Hello
                        > old


                        """);
    }

    @Test
    void thePlaceOfTheCursorDecidesWhatIsOfferedFirst() {
        assertThat(composing("", "", "").offers())
                .startsWith(Command.SEND, Command.POSTPONE, Command.DISCARD, Command.ATTACH)
                .contains(Command.COMPLETE)
                .doesNotContain(Command.JUSTIFY);
        assertThat(composing("bob@example.net", "s", "").offers().subList(4, 7))
                .containsExactly(Command.CUT_LINE, Command.PASTE_LINE, Command.JUSTIFY);
    }

    @Test
    void whatIsTypedIsKeptAtTheNextTickAndOnlyOnce() {
        ComposeScreen typed = stay(composing("bob@example.net", "s", "").type(new Key("x")));
        Next.Stay kept = typed.hear(new Msg.Tick(Instant.EPOCH));

        assertThat(kept.effects())
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.SaveDraft.class,
                        save -> assertThat(save.draft().body()).isEqualTo("x"));
        assertThat(kept.screen().hear(new Msg.Tick(Instant.EPOCH)).effects()).isEmpty();
    }

    @Test
    void aDraftThatCouldNotBeKeptIsTriedAgain() {
        ComposeScreen typed = stay(composing("bob@example.net", "s", "").type(new Key("x")));
        Next.Stay kept = typed.hear(new Msg.Tick(Instant.EPOCH));
        var failed =
                new Msg.Failed(
                        kept.effects().getFirst(),
                        new hazel.mail.Problem.CannotWrite("drafts", "disk full"));

        assertThat(kept.screen().hear(failed).screen().hear(new Msg.Tick(Instant.EPOCH)).effects())
                .hasSize(1);
    }

    @Test
    void aWrongAddressIsNotSentAndTheCursorGoesThere() {
        ComposeScreen screen = composing("", "s", "text");
        for (String c : "not an address".split("")) {
            screen = stay(screen.type(new Key(c.equals(" ") ? "<Space>" : c)));
        }
        screen = stay(screen.perform(Call.of(Command.NEXT_FIELD)));
        Next next = screen.perform(Call.of(Command.SEND));

        assertThat(next.effects()).singleElement().isInstanceOf(Effect.Notify.class);
        assertThat(stay(next).focus()).contains(Heading.TO);
    }

    @Test
    void sendingAsksFirstAndNamesWhatIsMissing() {
        ComposeScreen screen = composing("bob@example.net", "", "see the attached file");
        var asked = (Next.Open) screen.perform(Call.of(Command.SEND));

        assertThat(asked.top().title().place())
                .isEqualTo("No subject. Nothing is attached. Send to 1 recipient?");
        var yes = (Next.CloseAndCall) asked.top().type(new Key("y"));
        assertThat(screen.perform(yes.call()).effects())
                .hasExactlyElementsOfTypes(Effect.SaveDraft.class, Effect.Send.class);
        assertThat(screen.perform(yes.call())).isInstanceOf(Next.Close.class);
    }

    @Test
    void anAddressIsCompletedBehindTheLastComma() {
        ComposeScreen screen = composing("bob@example.net", "s", "").in(Heading.TO);
        screen = stay(screen.paste(", gra"));

        assertThat(to(stay(screen.perform(Call.of(Command.COMPLETE)))))
                .isEqualTo("bob@example.net, Grace <grace@example.com>");
    }

    @Test
    void completingAgainGoesToTheNextCandidateAndThenOn() {
        ComposeScreen screen = composing("", "s", "").in(Heading.TO);
        screen = stay(screen.paste("g"));
        screen = stay(screen.perform(Call.of(Command.COMPLETE)));
        assertThat(to(screen)).isEqualTo("Grace <grace@example.com>");
        screen = stay(screen.perform(Call.of(Command.COMPLETE)));
        assertThat(to(screen)).isEqualTo("gus@example.com");
    }

    @Test
    void aGroupIsCompletedOnceHoweverOftenItIsAskedFor() {
        ComposeScreen typed = composing("", "", "");
        for (String letter : List.of("x", "@", "y", ".", "z", ",", "t", "e")) {
            typed = stay(typed.type(new Key(letter)));
        }
        ComposeScreen once = stay(typed.perform(Call.of(Command.COMPLETE)));
        ComposeScreen again = stay(once.perform(Call.of(Command.COMPLETE)));
        assertThat(again.headings().text(Heading.TO))
                .isEqualTo("x@y.z, Grace <grace@example.com>, gus@example.com");
    }

    @Test
    void manyRecipientsTakeMoreRowsAndAnAddressHalfTypedIsNotComplainedOf() {
        ComposeScreen typed = composing("", "", "");
        for (int i = 0; i < 3; i++) {
            for (String letter : List.of("s", "o", "m", "e", "b", "o", "d", "y", "@", "y", ",")) {
                typed = stay(typed.type(new Key(letter)));
            }
        }
        typed = stay(typed.type(new Key("g")));
        typed = stay(typed.type(new Key("u")));
        assertThat(typed.view(new Scene(new Size(40, 20), Instant.EPOCH, ZoneOffset.UTC)).text())
                .startsWith(
                        """
                        From:     Ada <ada@example.org>
                        To:       somebody@y,somebody@y,somebod
                                  y@y,gu
                                  gus@example.com
                        Cc:
                        Subject:
                        ── cannot be sent yet ──────────────────
                        """);
    }

    @Test
    void whereNothingCanBeCompletedTheCursorGoesToTheNextField() {
        ComposeScreen screen = composing("", "s", "").in(Heading.TO);
        screen = stay(screen.paste("zoe@example.net"));

        assertThat(stay(screen.perform(Call.of(Command.COMPLETE))).focus()).contains(Heading.CC);
        ComposeScreen empty = composing("", "s", "").in(Heading.TO);
        assertThat(stay(empty.perform(Call.of(Command.COMPLETE))).focus()).contains(Heading.CC);
    }

    @Test
    void aShortNameIsSpelledOutWhenTheFieldIsLeftAndWhenItIsSent() {
        ComposeScreen screen = composing("", "s", "text").in(Heading.TO);
        screen = stay(screen.paste("team, zoe@example.net"));

        assertThat(screen.current().to())
                .extracting(Address::addrSpec)
                .containsExactly("grace@example.com", "gus@example.com", "zoe@example.net");
        ComposeScreen left = stay(screen.perform(Call.of(Command.NEXT_FIELD)));
        assertThat(to(left))
                .isEqualTo("Grace <grace@example.com>, gus@example.com, zoe@example.net");
        assertThat(((Next.Open) screen.perform(Call.of(Command.SEND))).top().title().place())
                .isEqualTo("Send to 3 recipients?");
    }

    @Test
    void anAddressHalfTypedIsThereAgainWhenTheDraftIsOpened() {
        ComposeScreen screen = composing("", "s", "text").in(Heading.TO);
        screen = stay(screen.paste("bob@example.net, unfinished <"));

        ComposeScreen again =
                ComposeScreen.of(new Msg.Composing("d1", screen.current(), List.of(), BOOK));
        assertThat(to(again)).isEqualTo("bob@example.net, unfinished <");
        ComposeScreen mended = stay(again.in(Heading.TO).perform(Call.of(Command.NEXT_FIELD)));
        assertThat(mended.current().extraFields()).hasSize(1);
    }

    @Test
    void theCursorGoesFromTheTextUpIntoTheFieldsAndBack() {
        ComposeScreen screen = composing("bob@example.net", "s", "one\ntwo");
        assertThat(screen.context()).isEqualTo(Context.EDITOR);

        ComposeScreen up = stay(screen.perform(Call.of(Command.PREVIOUS_ENTRY)));
        assertThat(up.focus()).contains(Heading.SUBJECT);
        assertThat(up.context()).isEqualTo(Context.COMPOSE);
        assertThat(stay(up.perform(Call.of(Command.NEXT_ENTRY))).focus()).isEmpty();
    }

    @Test
    void whatIsNotFoundIsSaid() {
        ComposeScreen screen = composing("bob@example.net", "s", "one\ntwo");
        assertThat(screen.perform(new Call(Command.SEARCH, "two")).effects()).isEmpty();
        assertThat(screen.perform(new Call(Command.SEARCH, "three")).effects())
                .containsExactly(new Effect.Notify("no other place with three"));
    }

    @Test
    void theCursorStaysWhereItWasWhenTheTextComesBackFromAnEditor() {
        ComposeScreen screen = composing("bob@example.net", "s", "one\ntwo\nthree");
        var edited = (ComposeScreen) screen.hear(new Msg.Edited("d1", "ONE\ntwo\nthree")).screen();
        assertThat(edited.body().text().text()).isEqualTo("ONE\ntwo\nthree");
        assertThat(edited.body().cursor()).isEqualTo(screen.body().cursor());
    }

    @Test
    void aMessageSentOnHasOnlyAddressesToWrite() {
        var draft =
                Draft.blank(Identity.of(ADA))
                        .withKind(DraftKind.RESEND)
                        .withTo(List.of(ADA))
                        .withSubject("Lunch?")
                        .withBody("Come!");
        ComposeScreen screen = ComposeScreen.of(new Msg.Composing("d1", draft, List.of(), BOOK));
        assertThat(screen.view(new Scene(new Size(50, 8), Instant.EPOCH, ZoneOffset.UTC)).text())
                .isEqualTo(
                        """
                        From:     Ada <ada@example.org>
                        To:       Ada <ada@example.org>
                        Cc:
                        ── sends it on unchanged to 1 recipient ──────────
                        Come!


                        """);
        assertThat(screen.title().place()).isEqualTo("Bounce");
        assertThat(screen.offers()).doesNotContain(Command.ATTACH, Command.EXTERNAL_EDITOR);
        for (int i = 0; i < 5; i++) {
            screen = stay(screen.perform(Call.of(Command.NEXT_FIELD)));
        }
        assertThat(screen.context()).isEqualTo(Context.COMPOSE);
    }

    @Test
    void theRoomAboveAQuotationThatWasNotWrittenInDoesNotGoOut() {
        var draft =
                Draft.blank(Identity.of(ADA))
                        .withKind(DraftKind.REPLY)
                        .withTo(List.of(ADA))
                        .withSubject("Re: Lunch?")
                        .withBody("\n\nAda wrote:\n> Come!\n\nYes.");
        ComposeScreen screen = ComposeScreen.of(new Msg.Composing("d1", draft, List.of(), BOOK));
        assertThat(screen.perform(new Call(Command.SEND, "yes")).effects())
                .filteredOn(Effect.Send.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Send.class,
                        send ->
                                assertThat(send.draft().body())
                                        .isEqualTo("Ada wrote:\n> Come!\n\nYes."));
    }

    @Test
    void discardingAsksFirst() {
        ComposeScreen screen = composing("bob@example.net", "s", "text");
        var asked = (Next.Open) screen.perform(Call.of(Command.CANCEL));

        assertThat(asked.effects()).isEmpty();
        assertThat(asked.top().type(new Key("n"))).isInstanceOf(Next.Close.class);
        var yes = (Next.CloseAndCall) asked.top().type(new Key("y"));
        assertThat(screen.perform(yes.call()).effects())
                .containsExactly(new Effect.DiscardDraft("d1"));
    }

    private static String to(ComposeScreen screen) {
        return screen.headings().text(Heading.TO);
    }

    private static ComposeScreen stay(Next next) {
        return (ComposeScreen) ((Next.Stay) next).screen();
    }

    private static ComposeScreen composing(String to, String subject, String body) {
        var draft =
                Draft.blank(Identity.of(ADA))
                        .withTo(Address.parse(to).stream().toList())
                        .withSubject(subject)
                        .withBody(body);
        return ComposeScreen.of(
                new Msg.Composing(
                        "d1",
                        draft,
                        List.of(new Msg.Sender(Identity.of(ADA), "by mail.example.org")),
                        BOOK));
    }

    private static ComposeScreen signed(String body) {
        Identity countess =
                Identity.of(new Address("", "countess", "example.org"))
                        .withSignature("The Countess");
        return ComposeScreen.of(
                new Msg.Composing(
                        "d1",
                        Draft.blank(Identity.of(ADA)).withBody(body),
                        List.of(
                                new Msg.Sender(Identity.of(ADA).withSignature("Ada"), "here"),
                                new Msg.Sender(countess, "there")),
                        BOOK));
    }

    @Test
    void anotherIdentitySignsForItself() {
        ComposeScreen other =
                stay(signed("Hello\n\n-- \nAda\n").perform(Call.of(Command.IDENTITY)));
        assertThat(other.headings().text(Heading.FROM)).isEqualTo("countess@example.org");
        assertThat(other.current().body()).isEqualTo("Hello\n\n-- \nThe Countess\n");
    }

    @Test
    void aSignatureThatWasWrittenOverStays() {
        ComposeScreen other = stay(signed("Hello\n\n-- \nA.\n").perform(Call.of(Command.IDENTITY)));
        assertThat(other.current().body()).isEqualTo("Hello\n\n-- \nA.\n");
    }
}
