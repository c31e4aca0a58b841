package hazel.smtp;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.tls.Trust;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS with whoever answers. For [Server.Tls#OPPORTUNISTIC], as to encrypt for anybody is better
/// than not to (RFC 7435), and for [Server.Tls#CHECKED], where the certificates are looked at
/// afterwards and nothing is said before.
final class Unverified {

    private Unverified() {}

    static SSLSocket handshake(Socket socket, String host) throws MailException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {ANYBODY}, null);
            var tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, host, socket.getPort(), true);
            tls.startHandshake();
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            Problem problem = Trust.problem(host, e);
            throw new MailException(problem, e);
        }
    }

    /// What the server showed, its own first.
    static List<X509Certificate> chain(SSLSocket tls) {
        try {
            return Stream.of(tls.getSession().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }

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
