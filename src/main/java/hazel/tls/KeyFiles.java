package hazel.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// Two PEM files by which one side of TLS says who it is.
///
/// @param certificate the certificate and those between it and an authority, in that order
/// @param key to it, in the form PKCS #8, not encrypted, and readable to nobody but its owner and
///   group
public record KeyFiles(Path certificate, Path key) {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
    private static final long LARGEST = 1 << 20;

    /// Reads both.
    ///
    /// @throws MailException with [Problem.BadConfig] where that is not what the files hold
    KeyManager[] managers() throws MailException {
        try {
            PrivateKey secret = privateKey(key);
            Certificate[] chain = chain(certificate);
            if (!isPair(secret, chain[0].getPublicKey())) {
                throw bad(key, "it is not the key to the certificate in " + certificate);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", secret, new char[0], chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            return keys.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw bad(certificate, "it and " + key + " make no identity: " + Reason.of(e));
        }
    }

    /// Whether what one signs the other verifies.
    private static boolean isPair(PrivateKey secret, PublicKey open)
            throws GeneralSecurityException {
        String kind = open.getAlgorithm();
        if (!secret.getAlgorithm().equals(kind)) {
            return false;
        }
        byte[] text = {1, 2, 3};
        Signature signature =
                Signature.getInstance(
                        switch (kind) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> kind;
                        });
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        return signature.verify(signed);
    }

    private static Certificate[] chain(Path pem) throws MailException {
        try (InputStream in = Files.newInputStream(pem)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw bad(pem, "there is no certificate in it");
            }
            return found.toArray(Certificate[]::new);
        } catch (IOException | GeneralSecurityException e) {
            throw bad(pem, "expected certificates in PEM: " + Reason.of(e));
        }
    }

    private static PrivateKey privateKey(Path pem) throws MailException, IOException {
        if (Files.getPosixFilePermissions(pem).contains(PosixFilePermission.OTHERS_READ)) {
            throw bad(pem, "everybody can read this key; make it mode 600");
        }
        if (Files.size(pem) > LARGEST) {
            throw bad(pem, "this is no key");
        }
        Matcher found = KEY.matcher(Files.readString(pem, US_ASCII));
        if (!found.find()) {
            throw bad(pem, "expected a key that begins with -----BEGIN PRIVATE KEY-----");
        }
        byte[] octets = Base64.getMimeDecoder().decode(found.group(1));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind)
                        .generatePrivate(new PKCS8EncodedKeySpec(octets));
            } catch (GeneralSecurityException _) {
                continue; // of another kind
            }
        }
        throw bad(pem, "a key of a kind that is not known here");
    }

    private static MailException bad(Path file, String why) {
        return new MailException(new Problem.BadConfig(file.toString(), 0, file + ": " + why));
    }
}
