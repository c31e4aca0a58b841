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

    private static final String SERVER = "CN=a server of the tests";

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
        return made(
                directory,
                SERVER,
                names,
                List.of("-startdate", begin, "-validity", "" + days),
                P_256);
    }

    /// One whose key is so short that others can find it out.
    static TestCertificate weak(Path directory, String names)
            throws IOException, InterruptedException {
        return made(
                directory, SERVER, names, List.of(), List.of("-keyalg", "RSA", "-keysize", "1024"));
    }

    /// One that may vouch for others.
    static TestCertificate authority(Path directory) throws IOException, InterruptedException {
        return made(
                directory,
                "CN=an authority of the tests",
                "dns:localhost",
                List.of("-ext", "bc=ca:true"),
                List.of("-keyalg", "RSA"));
    }

    /// One for `localhost` that this vouches for.
    ///
    /// @param how more of what `keytool -gencert` is told
    TestCertificate vouchFor(String... how) throws IOException, InterruptedException {
        TestCertificate own = of(store.getParent(), "dns:localhost");
        String request = own.store + ".request";
        String answer = own.store + ".answer";
        own.keytool(List.of("-certreq", "-alias", "a", "-file", request));
        List<String> vouching = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "a"));
        vouching.addAll(List.of("-infile", request, "-outfile", answer));
        vouching.addAll(List.of("-ext", "SAN=dns:localhost"));
        vouching.addAll(List.of(how));
        keytool(vouching);
        keytool(List.of("-exportcert", "-rfc", "-alias", "a", "-file", answer + ".ca"));
        own.keytool(List.of("-importcert", "-noprompt", "-alias", "ca", "-file", answer + ".ca"));
        own.keytool(List.of("-importcert", "-noprompt", "-alias", "a", "-file", answer));
        return own;
    }

    private static TestCertificate made(
            Path directory, String subject, String names, List<String> more, List<String> key)
            throws IOException, InterruptedException {
        Path store = Files.createTempFile(directory, "certificate", ".p12");
        Files.delete(store);
        var made = new TestCertificate(store);
        List<String> words = new ArrayList<>(List.of("-genkeypair", "-alias", "a"));
        words.addAll(List.of("-dname", subject, "-ext", "SAN=" + names));
        words.addAll(key);
        words.addAll(more);
        made.keytool(words);
        return made;
    }

    private void keytool(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
        command.addAll(words);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool made no certificate");
        }
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
