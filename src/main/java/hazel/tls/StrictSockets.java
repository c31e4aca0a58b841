package hazel.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Comparator;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sockets of TLS 1.2 or later that check the host's name, whoever makes them.
///
/// They ask for ChaCha20 (RFC 8439) first and leave the choice to the server: the JVM's first
/// compiler, which is the only one Hazel is started with, does not use the processor's instructions
/// for AES, and without those AES takes three times as long.
final class StrictSockets extends SSLSocketFactory {

    private final SSLSocketFactory sockets;

    StrictSockets(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    private static Socket strict(Socket socket) {
        var tls = (SSLSocket) socket;
        var parameters = tls.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setCipherSuites(preferred(tls.getEnabledCipherSuites()));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static String[] preferred(String[] suites) {
        return Stream.of(suites)
                .sorted(Comparator.comparing(suite -> !suite.contains("CHACHA20")))
                .toArray(String[]::new);
    }

    @Override
    public Socket createSocket() throws IOException {
        return strict(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean close)
            throws IOException {
        return strict(sockets.createSocket(below, host, port, close));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return strict(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        return strict(sockets.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return strict(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        return strict(sockets.createSocket(host, port, from, fromPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
