package hazel.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Who a server of ours is: its certificate and the key to it, from two PEM files. Used by many
/// threads at once.
///
/// The files are read again where they have changed, for connections that begin then: a certificate
/// lasts weeks, a server longer. While what they hold is no identity, as between the renewal of one
/// and of the other, the old one is kept.
public final class ServerIdentity {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
    private static final long LARGEST = 1 << 20;

    private final Path certificate;
    private final Path key;
    private Stamps read;
    private SSLContext context;

    /// What tells that a file is another than before.
    private record Stamps(List<Object> all) {

        Stamps {
            all = List.copyOf(all);
        }

        static Stamps of(Path... files) {
            List<Object> all = new ArrayList<>();
            for (Path file : files) {
                try {
                    var now = Files.readAttributes(file, BasicFileAttributes.class);
                    all.addAll(
                            List.of(
                                    String.valueOf(now.fileKey()),
                                    now.lastModifiedTime(),
                                    now.size()));
                } catch (IOException e) {
                    all.add(Reason.of(e));
                }
            }
            return new Stamps(all);
        }
    }

    private ServerIdentity(Path certificate, Path key, Stamps read, SSLContext context) {
        this.certificate = certificate;
        this.key = key;
        this.read = read;
        this.context = context;
    }

    /// @param certificate the certificate and those between it and an authority, in that order
    /// @param key in the form PKCS #8, not encrypted, and readable to nobody but its owner and
    ///   group
    /// @throws MailException with [Problem.BadConfig] where that is not what the files hold
    public static ServerIdentity read(Path certificate, Path key) throws MailException {
        Stamps before = Stamps.of(certificate, key);
        return new ServerIdentity(certificate, key, before, context(certificate, key));
    }

    private synchronized SSLContext context() {
        Stamps now = Stamps.of(certificate, key);
        if (!now.equals(read)) {
            read = now;
            try {
                context = context(certificate, key);
            } catch (MailException e) {
                System.getLogger("hazel.tls")
                        .log(
                                System.Logger.Level.WARNING,
                                "the certificate in use stays that of before: {0}",
                                e.problem().message());
            }
        }
        return context;
    }

    private static SSLContext context(Path certificate, Path key) throws MailException {
        try {
            PrivateKey secret = privateKey(key);
            Certificate[] chain = chain(certificate);
            if (!isPair(secret, chain[0].getPublicKey())) {
                throw bad(key, "it is not the key to the certificate in " + certificate);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("server", secret, new char[0], chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw bad(certificate, "it and " + key + " make no server's identity: " + Reason.of(e));
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

    /// Makes the handshake on a connection that a client opened, and blocks for it.
    public SSLSocket accept(Socket socket) throws IOException {
        var tls =
                (SSLSocket)
                        context()
                                .getSocketFactory()
                                .createSocket(socket, InputStream.nullInputStream(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        return tls;
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
