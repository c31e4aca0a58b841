package hazel.tls;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Who a server of ours is: its certificate and the key to it, from two PEM files. Used by many
/// threads at once.
///
/// The files are read again where they have changed, for connections that begin then: a certificate
/// lasts weeks, a server longer. While what they hold is no identity, as between the renewal of one
/// and of the other, the old one is kept.
public final class ServerIdentity {

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
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyFiles(certificate, key).managers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
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
}
