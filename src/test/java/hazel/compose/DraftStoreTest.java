package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.Address;
import hazel.mail.Field;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DraftStoreTest {

    private static final Address ADA = new Address("Ada, Countess", "ada", "example.org");
    private static final Draft FULL =
            Draft.blank(Identity.of(ADA))
                    .withKind(DraftKind.REPLY)
                    .withSender(Optional.of(new Address("", "sec", "example.org")))
                    .withTo(List.of(new Address("Жанна", "z", "example.com")))
                    .withCc(List.of(new Address("", "c", "example.com")))
                    .withBcc(List.of(new Address("", "b", "example.com")))
                    .withReplyTo(List.of(new Address("", "r", "example.com")))
                    .withSubject(
                            "Größe und mehr, über 78 Spalten hinaus, damit gefaltet werden muss")
                    .withBody("one\n\nFrom here\n.\nlast  \n")
                    .withAnswers(Optional.of("work\tINBOX\t17"))
                    .withHtmlBody(Optional.of("<p>one</p>\n"))
                    .inThread(
                            Optional.of(new MessageId("m2@example.com")),
                            List.of(
                                    new MessageId("m1@example.com"),
                                    new MessageId("m2@example.com")))
                    .withExtraFields(
                            List.of(
                                    new Field("Organization", "Società"),
                                    new Field("X-Hazel-Typed-To", "half an addr\nBcc: x")));

    @TempDir Path dir;

    @Test
    void aDraftIsFoundAgainAsItWas() throws Exception {
        var store = DraftStore.in(dir.resolve("drafts"));
        String id = DraftStore.newId();
        store.save(id, FULL);
        assertThat(store.load(id)).map(DraftStore.Kept::draft).contains(FULL);
        assertThat(store.list()).extracting(DraftStore.Kept::id).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "one", "one\n", "\n\none", "Subject: x\n\nbody"})
    void everyBodyIsKeptAsItIs(String body) throws Exception {
        var store = DraftStore.in(dir);
        store.save("dabcdefgh", FULL.withBody(body));
        assertThat(store.load("dabcdefgh").orElseThrow().draft().body()).isEqualTo(body);
    }

    @Test
    void anAttachmentInMemoryIsKeptInAFileOfItsOwn() throws Exception {
        var store = DraftStore.in(dir);
        var type = new MediaType("text", "plain", Map.of("charset", "utf-8"));
        store.save("dabcdefgh", FULL.attach(Attachment.of(new byte[] {1, 2}, type, "a; b.txt")));
        Attachment kept = store.load("dabcdefgh").orElseThrow().draft().attachments().getFirst();
        assertThat(kept.octets()).containsExactly(1, 2);
        assertThat(kept.mediaType()).isEqualTo(type);
        assertThat(kept.fileName()).isEqualTo("a; b.txt");
    }

    @Test
    void whatIsDiscardedLeavesNothing() throws Exception {
        var store = DraftStore.in(dir);
        store.save("dabcdefgh", FULL.attach(Attachment.of(new byte[9], MediaType.OCTETS, "x")));
        store.discard("dabcdefgh");
        assertThat(dir).isEmptyDirectory();
        store.discard("dabcdefgh");
    }

    @Test
    void onlyTheOwnerCanReadIt() throws Exception {
        Path drafts = dir.resolve("drafts");
        DraftStore.in(drafts).save("dabcdefgh", FULL);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(drafts)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(drafts.resolve("dabcdefgh.eml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherProgramsFileIsNoReasonToFail() throws Exception {
        Files.writeString(dir.resolve("dzzzzzzzz.eml"), "\u0000\nnonsense");
        assertThat(DraftStore.in(dir).list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "", "a/b", ".hidden"})
    void aNameThatIsNoneIsRefused(String id) {
        assertThatThrownBy(() -> DraftStore.in(dir).save(id, FULL))
                .isInstanceOf(MailException.class);
        assertThatThrownBy(() -> DraftStore.in(dir).load(id)).isInstanceOf(MailException.class);
    }
}
