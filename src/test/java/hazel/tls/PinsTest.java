package hazel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

class PinsTest {

    private static final Fingerprint ONE = new Fingerprint("AB:".repeat(31) + "CD");
    private static final Fingerprint TWO = new Fingerprint("01:".repeat(31) + "23");

    @TempDir private Path dir;

    private static Pins.Pin pin(String owner, Fingerprint fingerprint) {
        return new Pins.Pin(owner, "Mail.example.org", 993, fingerprint);
    }

    @Test
    void aPinIsForOneAccountAndOneServer() throws Exception {
        Pins pins = Pins.in(dir.resolve("state"));
        assertThat(pins.find("account.work", "mail.example.org", 993)).isEmpty();

        pins.add(pin("account.work", ONE));
        pins.add(pin("account.two words", TWO));

        Pins again = Pins.in(dir.resolve("state"));
        assertThat(again.trust("account.work", "MAIL.example.org", 993, Optional.empty()).pin())
                .contains(ONE);
        assertThat(again.trust("account.two words", "mail.example.org", 993, Optional.empty()))
                .isEqualTo(Trust.SYSTEM.withPin(TWO));
        assertThat(again.find("account.work", "mail.example.org", 465)).isEmpty();
        assertThat(again.find("account.work", "example.org", 993)).isEmpty();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(dir.resolve("state/pins"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aNewPinIsInPlaceOfTheOldAndForgettingTakesAnAccountsOwn() throws Exception {
        Pins pins = Pins.in(dir);
        pins.add(pin("account.work", ONE));
        pins.add(pin("account.home", ONE));
        pins.add(pin("account.work", TWO));

        assertThat(pins.of("account.work")).containsExactly(pin("account.work", TWO));
        pins.forget("account.work");
        assertThat(pins.of("account.work")).isEmpty();
        assertThat(pins.of("account.home")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.org 993 AB:CD account.work",
                "mail.example.org 993",
                "mail.example.org x AB account.work",
                "\u0000\u0001"
            })
    void aDamagedLineIsAnErrorAndNeverNoPin(String line) throws Exception {
        Files.writeString(dir.resolve("pins"), "# comment\n" + line + "\n");
        MailException e =
                catchThrowableOfType(
                        MailException.class,
                        () -> Pins.in(dir).trust("account.home", "x.org", 993, Optional.empty()));
        assertThat(e.problem())
                .isInstanceOfSatisfying(
                        Problem.BadConfig.class, bad -> assertThat(bad.line()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "SHA256:%s",
                "SHA256 Fingerprint=%s",
                "sha256 Fingerprint=%s",
                " %s\n"
            })
    void aFingerprintIsReadAsOthersWriteIt(String form) {
        assertThat(Fingerprint.parse(form.formatted(ONE.text()))).contains(ONE);
        assertThat(Fingerprint.parse(form.formatted(ONE.text().replace(":", "").toLowerCase())))
                .contains(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AB", "ABCDEF0123456789ABCDEF0123456789ABCDEF01", "g"})
    void whatIsNoFingerprintIsNone(String text) {
        assertThat(Fingerprint.parse(text)).isEmpty();
        assertThat(Fingerprint.parse(text.repeat(64))).isEmpty();
    }
}
