package hazel.tls;

import hazel.mail.Problem;
import hazel.mail.ServerCertificate;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks the machine's own checks about the certificate of one server, or compares it with the one
/// that is pinned; and where it is refused, says what it is.
///
/// It belongs to one host and port. A connection whose host name nobody would check is refused.
final class CheckedCertificate extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager machine;
    private final Optional<Fingerprint> pin;
    private final String host;
    private final int port;
    private final Consumer<List<X509Certificate>> shown;

    /// @param shown told each chain that is looked at
    CheckedCertificate(
            X509ExtendedTrustManager machine,
            Optional<Fingerprint> pin,
            String host,
            int port,
            Consumer<List<X509Certificate>> shown) {
        this.machine = machine;
        this.pin = pin;
        this.host = host;
        this.port = port;
        this.shown = shown;
    }

    /// Carries what is wrong through the library that makes the handshake.
    static final class NotBelieved extends CertificateException {

        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        NotBelieved(Problem problem, CertificateException cause) {
            super(problem.message(), cause);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    private interface Check {
        void run() throws CertificateException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        String identity =
                socket instanceof SSLSocket tls
                        ? tls.getSSLParameters().getEndpointIdentificationAlgorithm()
                        : "";
        check(chain, identity, () -> machine.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        String identity = engine.getSSLParameters().getEndpointIdentificationAlgorithm();
        check(chain, identity, () -> machine.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("nobody would check the name of " + host);
    }

    private void check(X509Certificate[] chain, String identity, Check byMachine)
            throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException(host + " shows no certificate");
        }
        shown.accept(List.of(chain));
        if (pin.isPresent()) {
            if (!Fingerprint.of(chain[0]).equals(pin.get())) {
                throw changed(Facts.of(chain[0]), pin.get());
            }
            return;
        }
        if (identity == null || identity.isEmpty()) {
            throw new CertificateException("nobody would check the name of " + host);
        }
        try {
            byMachine.run();
            chain[0].checkValidity(); // which nobody asks of one that is itself an authority
            Optional<String> weakness = Facts.weakness(chain[0]);
            if (weakness.isPresent()) {
                throw new Weak(weakness.get());
            }
        } catch (CertificateException e) {
            throw unknown(chain[0], e);
        }
    }

    /// What the machine puts up with and this does not.
    private static final class Weak extends CertificateException {

        private static final long serialVersionUID = 1;

        Weak(String fault) {
            super(fault);
        }
    }

    private NotBelieved changed(ServerCertificate now, Fingerprint pinned) {
        return new NotBelieved(
                new Problem.BadCertificate(
                        host,
                        port,
                        now,
                        Optional.of(pinned.text()),
                        List.of("it is not the one that is pinned")),
                new CertificateException("not the pinned one"));
    }

    private NotBelieved unknown(X509Certificate certificate, CertificateException why)
            throws CertificateException {
        return new NotBelieved(
                new Problem.BadCertificate(
                        host,
                        port,
                        Facts.of(certificate),
                        Optional.empty(),
                        faults(certificate, why)),
                why);
    }

    /// The machine names the first thing that is wrong; a person wants to know all.
    private List<String> faults(X509Certificate certificate, CertificateException why) {
        List<String> faults = new ArrayList<>(Facts.faults(certificate, host, Instant.now()));
        boolean isOfSigner = true;
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            isOfSigner &=
                    !(cause instanceof CertificateExpiredException
                            || cause instanceof CertificateNotYetValidException
                            || text.startsWith("No subject alternative")
                            || text.startsWith("No name matching")
                            || text.startsWith("Extended key usage")
                            || cause instanceof Weak);
        }
        if (isOfSigner) {
            faults.addFirst("nobody this machine or account trusts vouches for it");
        }
        return faults.isEmpty() ? List.of("its chain is not valid") : faults;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw notAClient();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw notAClient();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw notAClient();
    }

    private static CertificateException notAClient() {
        return new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return machine.getAcceptedIssuers();
    }
}
