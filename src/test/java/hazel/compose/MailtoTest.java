package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.Address;
import hazel.mail.MailException;

import org.junit.jupiter.api.Test;

class MailtoTest {

    private static final Draft BLANK =
            Draft.blank(Identity.of(new Address("Me", "me", "example.org")));

    private static Mailto.Read read(String link) throws MailException {
        return Mailto.read(link, BLANK);
    }

    @Test
    void aLinkFillsInRecipientsSubjectAndText() throws Exception {
        Draft draft =
                read("mailto:a@example.org,b@example.org?cc=c@example.org&subject=Caf%C3%A9+x"
                                + "&body=one%0D%0Atwo&In-Reply-To=%3Cm1@example.com%3E")
                        .draft();
        assertThat(draft.to())
                .extracting(Address::addrSpec)
                .containsExactly("a@example.org", "b@example.org");
        assertThat(draft.cc()).extracting(Address::addrSpec).containsExactly("c@example.org");
        assertThat(draft.subject()).isEqualTo("Café+x");
        assertThat(draft.body()).startsWith("one\ntwo");
        assertThat(draft.inReplyTo()).isPresent();
    }

    @Test
    void aLinkNeverAttachesAFileNorSaysWhoWrites() throws Exception {
        var read = read("mailto:a@example.org?attach=/etc/passwd&from=boss@example.com&X-Evil=1");
        assertThat(read.draft().attachments()).isEmpty();
        assertThat(read.draft().from()).isEqualTo(BLANK.from());
        assertThat(read.draft().extraFields()).isEmpty();
        assertThat(read.ignored()).containsExactly("attach", "from", "X-Evil");
    }

    @Test
    void aLineBreakInASubjectIsNoNewField() throws Exception {
        assertThat(read("mailto:?subject=a%0D%0ABcc:%20x@example.com").draft().subject())
                .doesNotContain("\r", "\n");
    }

    @Test
    void aPercentSignThatEncodesNothingStays() throws Exception {
        assertThat(read("mailto:?subject=100%25%20or%2").draft().subject()).isEqualTo("100% or%2");
    }

    @Test
    void anotherKindOfLinkIsRefused() {
        assertThatThrownBy(() -> read("https://example.org"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("not a mailto: link");
    }
}
