package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Field;
import hazel.mail.MediaType;
import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

class StoredDraftTest {

    private static final Address ADA = new Address("Ada", "ada", "example.org");
    private static final Address BOB = new Address("Bob", "bob", "example.net");
    private static final Identities ALL = Identities.of(Identity.of(ADA).withSignature("-a"));
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);

    private static byte[] written(Draft draft) throws Exception {
        return StoredDraft.write(draft, Stamp.of(NOON, "dabcdefgh"), List.of("X-Hazel-Mailbox"));
    }

    private static Draft read(byte[] message) {
        return StoredDraft.read(message, ALL, ZoneOffset.UTC);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        byte[] picture = {0, 1, 2, -1};
        Draft draft =
                Draft.blank(Identity.of(ADA))
                        .withKind(DraftKind.REPLY)
                        .withTo(List.of(BOB))
                        .withBcc(List.of(new Address("", "eve", "example.net")))
                        .withSubject("Ährenfest")
                        .withBody("Grüße,\n\nein langer Satz, " + "der weitergeht, ".repeat(20))
                        .attach(Attachment.of(picture, MediaType.OCTETS, "p.bin"))
                        .inThread(
                                Optional.of(new MessageId("one@example.net")),
                                List.of(new MessageId("one@example.net")))
                        .withExtraFields(
                                List.of(
                                        new Field("X-Priority", "1"),
                                        new Field("X-Hazel-Mailbox", "work\tINBOX"),
                                        new Field("X-Hazel-Replaces", "work\tDrafts\t7")));
        byte[] message = written(draft);
        Draft again = read(message);

        assertThat(new String(message, UTF_8))
                .contains("Message-ID: <dabcdefgh@example.org>", "Bcc: eve@example.net")
                .doesNotContain("Replaces");
        assertThat(again.attachments().getFirst().octets()).isEqualTo(picture);
        assertThat(again.attachments()).hasSize(1);
        assertThat(again.withAttachments(List.of()).withBody(again.body().strip()))
                .isEqualTo(
                        draft.withAttachments(List.of())
                                .withBody(draft.body().strip())
                                .withExtraFields(draft.extraFields().subList(0, 2)));
    }

    @Test
    void oneThatIsHardlyBegunIsKeptToo() throws Exception {
        byte[] message = written(Draft.blank(Identity.of(ADA)).withBody(""));

        assertThat(new String(message, UTF_8)).doesNotContain("undisclosed", "\r\nTo:");
        assertThat(read(message).recipients()).isEmpty();
        assertThat(read(message).body()).isEmpty();
    }

    @Test
    void whatAnotherProgramLeftKeepsNothingOfThatPrograms() {
        Draft draft =
                read(
                        """
                        From: ada@example.org
                        To: bob@example.net
                        X-Mozilla-Status: 0000
                        X-Account-Key: account1
                        Subject: lunch

                        Shall we?
                        """
                                .replace("\n", "\r\n")
                                .getBytes(US_ASCII));

        assertThat(draft.extraFields()).isEmpty();
        assertThat(draft.subject()).isEqualTo("lunch");
        assertThat(draft.body()).isEqualTo("Shall we?\n");
    }

    @Test
    void htmlOfItsOwnIsNotPutAtStake() throws Exception {
        Draft plain = Draft.blank(Identity.of(ADA)).withBody("x");
        byte[] rich = "Content-Type: text/html\r\n\r\n<b>bold</b>\r\n".getBytes(US_ASCII);

        assertThat(StoredDraft.isPossible(plain)).isTrue();
        assertThat(StoredDraft.isPossible(plain.withHtmlBody(Optional.of("<b>x</b>")))).isFalse();
        assertThat(StoredDraft.isPossible(plain.withKind(DraftKind.RESEND))).isFalse();
        assertThat(StoredDraft.isWhole(written(plain))).isTrue();
        assertThat(StoredDraft.isWhole(rich)).isFalse();
    }
}
