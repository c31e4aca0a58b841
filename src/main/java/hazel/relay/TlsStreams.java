package hazel.relay;

import hazel.tls.ServerIdentity;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// A client's connection inside TLS.
final class TlsStreams {

    private static final int BUFFER = 16 * 1024;

    private TlsStreams() {}

    /// Makes the handshake; blocks.
    static Connection.Streams over(Socket socket, ServerIdentity identity) throws IOException {
        SSLSocket tls = identity.accept(socket);
        return new Connection.Streams(
                new Ending(tls.getInputStream()),
                new BufferedOutputStream(tls.getOutputStream(), BUFFER),
                tls::shutdownOutput); // close_notify: nobody cut this off
    }

    /// A connection that ends without TLS's own farewell has ended, too: what it cut off is cut
    /// off, and that is noticed by who reads.
    private static final class Ending extends FilterInputStream {

        Ending(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (SSLException _) {
                return -1; // as the end of the connection
            }
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            try {
                return super.read(octets, offset, length);
            } catch (SSLException _) {
                return -1; // as the end of the connection
            }
        }
    }
}
