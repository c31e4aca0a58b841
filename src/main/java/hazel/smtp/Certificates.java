package hazel.smtp;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// Whom TLS trusts: the machine's own authorities (or those of `javax.net.ssl.trustStore`), plus,
/// where an account names a file, the certificates in it. TLS 1.2 or later, the name always
/// checked.
public final class Certificates {

    private Certificates() {}

    /// Lays TLS over a connection of any protocol and makes the handshake.
    ///
    /// @param trust a PEM file of certificates to trust besides the machine's own
    /// @throws MailException with [Problem.NotTrusted]
    public static SSLSocket verified(Socket socket, String host, Optional<Path> trust)
            throws MailException {
        return handshake(socket, host, trust, true);
    }

    static SSLSocket handshake(Socket socket, Server server, String host) throws MailException {
        boolean verified = server.tls() != Server.Tls.OPPORTUNISTIC;
        return handshake(socket, host, server.trust(), verified);
    }

    private static SSLSocket handshake(
            Socket socket, String host, Optional<Path> trust, boolean verified)
            throws MailException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, verified ? trust(trust) : new TrustManager[] {ANYBODY}, null);
            SSLSocket tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, host, socket.getPort(), true);
            var parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            if (verified) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new MailException(problem(host, e), e);
        }
    }

    private static TrustManager[] trust(Optional<Path> pem)
            throws GeneralSecurityException, IOException, MailException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        if (pem.isEmpty()) {
            return factory.getTrustManagers();
        }
        KeyStore both = KeyStore.getInstance(KeyStore.getDefaultType());
        both.load(null, null);
        int n = 0;
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate authority : x509.getAcceptedIssuers()) {
                    both.setCertificateEntry("machine-" + n++, authority);
                }
            }
        }
        for (Certificate certificate : read(pem.get())) {
            both.setCertificateEntry("file-" + n++, certificate);
        }
        factory.init(both);
        return factory.getTrustManagers();
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

    /// One sentence for each way a certificate can be wrong; a connection that broke is only that.
    private static Problem problem(String host, Exception failure) {
        boolean ofCertificate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof CertificateExpiredException) {
                return untrusted(host, "its certificate has expired: " + text);
            }
            if (cause instanceof CertificateNotYetValidException) {
                return untrusted(host, "its certificate is not valid yet: " + text);
            }
            if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
                return untrusted(host, "its certificate is for another name");
            }
            ofCertificate |= cause instanceof CertificateException;
        }
        if (ofCertificate) {
            return untrusted(
                    host, "its certificate was signed by nobody this machine or account trusts");
        }
        return failure instanceof javax.net.ssl.SSLException
                ? untrusted(host, "TLS could not be agreed on: " + failure.getMessage())
                : new Problem.Unreachable(
                        host, "the connection to " + host + " broke in the TLS handshake");
    }

    private static Problem untrusted(String host, String why) {
        return new Problem.NotTrusted(host, host + " cannot be trusted: " + Harmless.text(why));
    }

    /// For [Server.Tls#OPPORTUNISTIC] alone: to encrypt for anybody is better than not to.
    private static final X509ExtendedTrustManager ANYBODY =
            new X509ExtendedTrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkClientTrusted(X509Certificate[] c, String type, Socket socket) {}

                @Override
                public void checkServerTrusted(X509Certificate[] c, String type, Socket socket) {}

                @Override
                public void checkClientTrusted(X509Certificate[] c, String type, SSLEngine tls) {}

                @Override
                public void checkServerTrusted(X509Certificate[] c, String type, SSLEngine tls) {}

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            };
}
