package hazel.tls;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.text.Harmless;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// Whom to believe to be a server: whoever the machine's authorities vouch for (or those of
/// `javax.net.ssl.trustStore`), or those of a file; or, where a certificate is pinned, who shows
/// exactly that one.
///
/// @param authorities a PEM file of certificates to trust besides the machine's own
/// @param pin the only certificate to take. It was looked at by a person, so that neither its name
///   nor its dates count any more
/// @param identity who we are, to a server that asks
public record Trust(
        Optional<Path> authorities, Optional<Fingerprint> pin, Optional<KeyFiles> identity) {

    /// What the machine trusts.
    public static final Trust SYSTEM = new Trust(Optional.empty(), Optional.empty());

    public Trust(Optional<Path> authorities, Optional<Fingerprint> pin) {
        this(authorities, pin, Optional.empty());
    }

    public Trust withAuthorities(Path pem) {
        return new Trust(Optional.of(pem), pin, identity);
    }

    public Trust withPin(Fingerprint only) {
        return new Trust(authorities, Optional.of(only), identity);
    }

    public Trust withIdentity(KeyFiles own) {
        return new Trust(authorities, pin, Optional.of(own));
    }

    /// Makes sockets that speak TLS with one server and with nobody else: for a library that opens
    /// its connections itself. What it throws, [#problem] understands.
    ///
    /// @throws MailException where the file of certificates cannot be read
    public SSLSocketFactory factory(String host, int port) throws MailException {
        return factory(host, port, _ -> {});
    }

    private SSLSocketFactory factory(String host, int port, Consumer<List<X509Certificate>> shown)
            throws MailException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            var checked = new CheckedCertificate(machine(), pin, host, port, shown);
            KeyManager[] own = identity.isPresent() ? identity.get().managers() : new KeyManager[0];
            context.init(own, new TrustManager[] {checked}, null);
            return new StrictSockets(context.getSocketFactory());
        } catch (IOException | GeneralSecurityException e) {
            throw new MailException(problem(host, e), e);
        }
    }

    /// Lays TLS over a connection and makes the handshake.
    ///
    /// @throws MailException with [Problem.BadCertificate] where the server is not believed
    public SSLSocket handshake(Socket socket, String host, int port) throws MailException {
        return handshake(socket, host, port, _ -> {});
    }

    /// @param shown told what the server shows, whether it is believed or not
    SSLSocket handshake(Socket socket, String host, int port, Consumer<List<X509Certificate>> shown)
            throws MailException {
        SSLSocketFactory sockets = factory(host, port, shown);
        try {
            var tls = (SSLSocket) sockets.createSocket(socket, host, port, true);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            throw new MailException(problem(host, e), e);
        }
    }

    /// What a failed connection means: a certificate that is not believed, TLS that could not be
    /// agreed on, or only a connection that broke.
    public static Problem problem(String host, Exception failure) {
        Exception first = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CheckedCertificate.NotBelieved refused) {
                return refused.problem();
            }
            if (cause instanceof SSLException tls) {
                first = tls;
            }
        }
        boolean isOfTls =
                first instanceof SSLException || first instanceof GeneralSecurityException;
        return isOfTls
                ? new Problem.NotTrusted(
                        host,
                        host
                                + " cannot be trusted: TLS could not be agreed on: "
                                + Harmless.line(String.valueOf(first.getMessage())))
                : new Problem.Unreachable(
                        host, "the connection to " + host + " broke in the TLS handshake");
    }

    private X509ExtendedTrustManager machine()
            throws GeneralSecurityException, IOException, MailException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        if (authorities.isPresent()) {
            KeyStore both = KeyStore.getInstance(KeyStore.getDefaultType());
            both.load(null, null);
            int n = 0;
            for (X509Certificate authority : only(factory).getAcceptedIssuers()) {
                both.setCertificateEntry("machine-" + n++, authority);
            }
            for (Certificate certificate : read(authorities.get())) {
                both.setCertificateEntry("file-" + n++, certificate);
            }
            factory.init(both);
        }
        return only(factory);
    }

    private static X509ExtendedTrustManager only(TrustManagerFactory factory) {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("every Java has an " + X509TrustManager.class.getName());
    }

    private static Iterable<? extends Certificate> read(Path pem) throws MailException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | CertificateException e) {
            throw new MailException(
                    new Problem.BadConfig(
                            pem.toString(),
                            0,
                            "cannot read certificates from " + pem + ": " + Reason.of(e)),
                    e);
        }
    }
}
