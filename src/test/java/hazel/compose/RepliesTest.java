package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

class RepliesTest {

    private static final Address ADA = new Address("Ada", "ada", "example.org");
    private static final Address WORK = new Address("Ada L", "ada", "work.example");
    private static final Replies REPLIES =
            new Replies(
                    new Identities(
                            List.of(
                                    Identity.of(ADA).withSignature("Ada\nEngine room"),
                                    Identity.of(WORK)),
                            List.of(new Address("", "countess", "example.net"))),
                    ZoneOffset.UTC);

    private static Original original(String... more) {
        return Original.of(
                (String.join("\n", more)
                                + "\n"
                                + "Date: Mon, 4 May 2026 14:00:00 +0200\n"
                                + "Message-ID: <m3@example.com>\n\n"
                                + "Dear Ada,\n> you said\n\nsee you.\n-- \nCharles\n")
                        .getBytes(UTF_8));
    }

    private static final String[] USUAL = {
        "From: Charles <charles@example.com>",
        "To: ada@example.org, Grace <grace@example.com>",
        "Cc: countess@example.net, Howard <howard@example.com>, charles@example.com",
        "Subject: Re: AW: Engines",
        "References: <m1@example.com> <m2@example.com>"
    };

    private static String specs(List<Address> addresses) {
        return String.join(" ", addresses.stream().map(Address::addrSpec).toList());
    }

    @Test
    void anAnswerGoesToTheAuthorInTheThread() {
        Draft draft = REPLIES.reply(original(USUAL));
        assertThat(specs(draft.to())).isEqualTo("charles@example.com");
        assertThat(draft.cc()).isEmpty();
        assertThat(draft.from()).isEqualTo(ADA);
        assertThat(draft.subject()).isEqualTo("Re: Engines");
        assertThat(draft.inReplyTo()).contains(new MessageId("m3@example.com"));
        assertThat(draft.references())
                .extracting(MessageId::value)
                .containsExactly("m1@example.com", "m2@example.com", "m3@example.com");
    }

    @Test
    void theTextIsQuotedWithoutItsSignatureAboveOnesOwn() {
        assertThat(REPLIES.reply(original(USUAL)).body())
                .isEqualTo(
                        """
                        On Monday, 4 May 2026 at 12:00, Charles wrote:
                        > Dear Ada,
                        >> you said
                        >
                        > see you.

                        --\s
                        Ada
                        Engine room
                        """);
    }

    @Test
    void anAnswerGoesWhereTheAuthorWantsIt() {
        Draft draft =
                REPLIES.reply(
                        original("From: Charles <charles@example.com>", "Reply-To: c@example.com"));
        assertThat(specs(draft.to())).isEqualTo("c@example.com");
    }

    @Test
    void anAnswerToAllLeavesTheWriterAndDoublesOut() {
        Draft draft = REPLIES.replyAll(original(USUAL));
        assertThat(specs(draft.to())).isEqualTo("charles@example.com");
        assertThat(specs(draft.cc())).isEqualTo("grace@example.com howard@example.com");
    }

    @Test
    void answeringOnesOwnMessageGoesToThoseItWentTo() {
        Draft draft =
                REPLIES.replyAll(
                        original(
                                "From: ada@example.org",
                                "To: grace@example.com",
                                "Cc: howard@example.com"));
        assertThat(specs(draft.to())).isEqualTo("grace@example.com");
        assertThat(specs(draft.cc())).isEqualTo("howard@example.com");
    }

    @Test
    void theAnswerIsUnderTheNameThatWasWrittenTo() {
        Draft draft = REPLIES.reply(original("From: charles@example.com", "To: ada@work.example"));
        assertThat(draft.from()).isEqualTo(WORK);
    }

    @Test
    void aListIsAnsweredByItsOwnAddress() throws Exception {
        Draft draft =
                REPLIES.replyList(
                        original(
                                "From: charles@example.com",
                                "To: engines@lists.example",
                                "List-Post: <mailto:engines@lists.example>"));
        assertThat(specs(draft.to())).isEqualTo("engines@lists.example");
    }

    @Test
    void whatCameThroughNoListHasNoListToAnswer() {
        assertThatThrownBy(() -> REPLIES.replyList(original(USUAL)))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("did not come from a mailing list");
    }

    @Test
    void mailFollowupToIsHonoured() {
        Draft draft =
                REPLIES.replyAll(
                        original(
                                "From: charles@example.com",
                                "Mail-Followup-To: engines@lists.example, ada@example.org"));
        assertThat(specs(draft.to())).isEqualTo("engines@lists.example");
        assertThat(draft.cc()).isEmpty();
    }

    @Test
    void aForwardedMessageStandsBeneathALineThatSaysSo() {
        Draft draft = REPLIES.forward(original(USUAL));
        assertThat(draft.subject()).isEqualTo("Fwd: Re: AW: Engines");
        assertThat(draft.to()).isEmpty();
        assertThat(draft.inReplyTo()).isEmpty();
        assertThat(draft.body())
                .contains(
                        "---------- Forwarded message ----------\n"
                                + "From: Charles <charles@example.com>\n")
                .contains("\n\nDear Ada,\n> you said\n");
    }

    @Test
    void aForwardedAttachmentIsTheMessageItself() throws Exception {
        Original message = original(USUAL);
        Draft draft = REPLIES.forwardAttached(message);
        assertThat(draft.attachments()).hasSize(1);
        assertThat(draft.attachments().getFirst().octets()).isEqualTo(message.octets());
    }

    @Test
    void editingAsNewKeepsRecipientsAndText() {
        Draft draft = REPLIES.editAsNew(original("From: ada@work.example", "To: bob@example.com"));
        assertThat(draft.from()).isEqualTo(WORK);
        assertThat(specs(draft.to())).isEqualTo("bob@example.com");
        assertThat(draft.body()).startsWith("Dear Ada,").endsWith("-- \nCharles\n");
    }

    @Test
    void aMessageOfNothingCanBeAnswered() {
        Draft draft = REPLIES.replyAll(Original.of(new byte[0]));
        assertThat(draft.to()).isEmpty();
        assertThat(draft.subject()).isEqualTo("Re:");
        assertThat(draft.inReplyTo()).isEqualTo(Optional.empty());
    }

    @Test
    void noControlCharacterOfAStrangerReachesTheDraft() {
        Draft draft =
                REPLIES.reply(
                        original(
                                "From: \"\u001b[2J\" <x@example.com>",
                                "Subject: =?utf-8?Q?a=0D=0ABcc:_all=40example.org=1B?="));
        assertThat(draft.subject()).doesNotContain("\r", "\n", "\u001b");
        assertThat(draft.body()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource({
        "Lunch, Re: Lunch, Fwd: Lunch",
        "Re: Lunch, Re: Lunch, Fwd: Re: Lunch",
        "RE: re[2]: Sv: Lunch, Re: Lunch, Fwd: RE: re[2]: Sv: Lunch",
        "FW: Lunch, Re: FW: Lunch, Fwd: Lunch",
        "Regarding lunch, Re: Regarding lunch, Fwd: Regarding lunch"
    })
    void subjectsHaveOnePrefix(String subject, String answer, String forward) {
        assertThat(Subjects.answer(subject)).isEqualTo(answer);
        assertThat(Subjects.forward(subject)).isEqualTo(forward);
    }
}
