package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.dns.Data;
import hazel.tls.TestCertificate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Which certificates TLSA records name (RFC 7672).
class DanePeerTest {

    @TempDir private static Path dir;

    private static X509Certificate certificate;
    private static X509Certificate other;

    @BeforeAll
    static void certificates() throws Exception {
        certificate = TestCertificate.of(dir, "dns:mx.far.test").certificate();
        other = TestCertificate.of(dir, "dns:mx.far.test", "-30d", 2).certificate();
    }

    @Test
    void anEndEntityIsNamedByItsKeyOrByItself() throws Exception {
        byte[] key = certificate.getPublicKey().getEncoded();
        assertThat(refusal(tlsa(3, 1, 1, digest("SHA-256", key)))).isEmpty();
        assertThat(refusal(tlsa(3, 1, 2, digest("SHA-512", key)))).isEmpty();
        assertThat(refusal(tlsa(3, 1, 0, HexFormat.of().formatHex(key)))).isEmpty();
        assertThat(refusal(tlsa(3, 0, 1, digest("SHA-256", certificate.getEncoded())))).isEmpty();
        assertThat(refusal(tlsa(3, 1, 1, digest("SHA-256", other.getPublicKey().getEncoded()))))
                .isEqualTo("its certificate is none of those that its TLSA records name");
    }

    @Test
    void ofSeveralRecordsOneIsEnoughAndTheUnusableAreNotThere() throws Exception {
        var good = tlsa(3, 1, 1, digest("SHA-256", certificate.getPublicKey().getEncoded()));
        var bad = tlsa(3, 1, 1, "00".repeat(32));
        assertThat(refusal(bad, good)).isEmpty();
        assertThat(refusal(tlsa(1, 1, 1, "00".repeat(32)))).isEmpty();
        assertThat(refusal(tlsa(1, 1, 1, "00".repeat(32)), bad)).isNotEmpty();
    }

    @Test
    void anAnchorVouchesOnlyForTheNameAndWhileItIsValid() throws Exception {
        var anchor = tlsa(2, 0, 1, digest("SHA-256", certificate.getEncoded()));
        assertThat(refusal(anchor)).isEmpty();
        assertThat(
                        new DanePeer(List.of(anchor), Set.of("elsewhere.test"))
                                .refusal(List.of(certificate)))
                .isPresent();
        var expired = tlsa(2, 0, 1, digest("SHA-256", other.getEncoded()));
        assertThat(new DanePeer(List.of(expired), Set.of("mx.far.test")).refusal(List.of(other)))
                .isPresent();
        assertThat(
                        new DanePeer(List.of(anchor), Set.of("mx.far.test"))
                                .refusal(List.of(other, certificate)))
                .isPresent();
    }

    private static String refusal(Data.Tlsa... records) {
        return new DanePeer(List.of(records), Set.of("mx.far.test", "far.test"))
                .refusal(List.of(certificate))
                .orElse("");
    }

    private static Data.Tlsa tlsa(int usage, int selector, int matching, String digest) {
        return new Data.Tlsa(usage, selector, matching, digest);
    }

    private static String digest(String algorithm, byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(octets));
    }
}
