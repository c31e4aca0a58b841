package hazel.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that signs itself, with its key, made for a test by the JDK's `keytool`.
///
/// @param store a PKCS #12 file
public record TestCertificate(Path store) {

    private static final String PASSWORD = "open sesame";

    private static final List<String> P_256 = List.of("-keyalg", "EC", "-groupname", "secp256r1");

    /// One of today.
    ///
    /// @param names as `dns:localhost,ip:127.0.0.1`
    public static TestCertificate of(Path directory, String names)
            throws IOException, InterruptedException {
        return of(directory, names, "-1d", 30);
    }

    /// @param begin as `keytool` has it: `-30d`
    public static TestCertificate of(Path directory, String names, String begin, int days)
            throws IOException, InterruptedException {
        return made(directory, names, List.of("-startdate", begin, "-validity", "" + days), P_256);
    }

    /// One whose key is so short that others can find it out.
    static TestCertificate weak(Path directory, String names)
            throws IOException, InterruptedException {
        return made(directory, names, List.of(), List.of("-keyalg", "RSA", "-keysize", "1024"));
    }

    private static TestCertificate made(
            Path directory, String names, List<String> time, List<String> key)
            throws IOException, InterruptedException {
        Path store = Files.createTempFile(directory, "certificate", ".p12");
        Files.delete(store);
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-dname",
                                "CN=a server of the tests",
                                "-ext",
                                "SAN=" + names,
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD));
        command.addAll(key);
        command.addAll(time);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool made no certificate");
        }
        return new TestCertificate(store);
    }

    /// What a server shows with it.
    public SSLContext context() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    public X509Certificate certificate() throws IOException, GeneralSecurityException {
        return (X509Certificate) load().getCertificate("a");
    }

    public Fingerprint fingerprint() throws IOException, GeneralSecurityException {
        return Fingerprint.of((X509Certificate) load().getCertificate("a"));
    }

    /// A PEM file of it, for an account that names it.
    public Path pem() throws IOException, GeneralSecurityException {
        Path file = store.resolveSibling(store.getFileName() + ".pem");
        String base64 =
                Base64.getMimeEncoder().encodeToString(load().getCertificate("a").getEncoded());
        Files.writeString(
                file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        return file;
    }

    /// Its key, for a server that reads PEM files; only its owner may read it.
    public Path keyPem() throws IOException, GeneralSecurityException {
        Path file = store.resolveSibling(store.getFileName() + ".key");
        byte[] key = load().getKey("a", PASSWORD.toCharArray()).getEncoded();
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        return file;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
