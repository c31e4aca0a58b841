package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Address;
import hazel.mail.MediaType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

class WarningsTest {

    private static final Draft FINE =
            Draft.blank(Identity.of(new Address("", "me", "example.org")))
                    .withTo(List.of(new Address("", "charles", "example.com")))
                    .withSubject("Engines")
                    .withBody("Hello");

    private static List<String> of(Draft draft) {
        return Warnings.of(draft, List.of(new Address("", "charles", "example.com")));
    }

    @Test
    void anOrdinaryMessageGoesWithoutAWord() {
        assertThat(of(FINE)).isEmpty();
    }

    @Test
    void aMissingSubjectIsNamed() {
        assertThat(of(FINE.withSubject(" "))).containsExactly("No subject.");
    }

    @Test
    void anAddressThatServersMayRefuseIsNamed() {
        assertThat(of(FINE.withTo(List.of(new Address("", "charles..b", "example.com")))))
                .containsExactly(
                        "charles..b@example.com may be refused: it has two dots together, which"
                                + " need quotes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see the attached file",
                "Die Datei ist im Anhang.",
                "la pièce jointe",
                "資料を添付します",
                "请见附件"
            })
    void whatIsSpokenOfAndNotAttachedIsNamed(String body) {
        assertThat(of(FINE.withBody(body))).containsExactly("Nothing is attached.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> see the attached file", "hi\n-- \nattached to nobody", "unattached"})
    void wordsThatAreNotTheWritersOwnDoNotCount(String body) {
        assertThat(of(FINE.withBody(body))).isEmpty();
    }

    @Test
    void withAnAttachmentNothingIsMissing() {
        Draft draft =
                FINE.withBody("attached")
                        .attach(Attachment.of(new byte[] {1}, MediaType.OCTETS, "x"));
        assertThat(of(draft)).isEmpty();
    }

    @Test
    void manyVisibleRecipientsAreNamed() {
        var many = IntStream.range(0, 20).mapToObj(i -> new Address("", "u" + i, "example.com"));
        assertThat(of(FINE.withCc(many.toList())))
                .containsExactly("21 recipients see each other's addresses.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"charls", "chalres", "charlees", "cherles"})
    void anAddressThatLooksLikeAKnownOneIsNamed(String localPart) {
        assertThat(of(FINE.withTo(List.of(new Address("", localPart, "example.com")))))
                .singleElement()
                .asString()
                .endsWith("is new, and looks like charles@example.com.");
    }

    @Test
    void anAddressThatIsOnlyNewIsNot() {
        assertThat(of(FINE.withTo(List.of(new Address("", "grace", "example.com"))))).isEmpty();
    }
}
