package hazel.tls;

import hazel.file.ServerLines;
import hazel.mail.MailException;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The certificates that a person has looked at and pinned, each for one account and one server.
/// Nobody is believed in place of a pin that was lost: a line that cannot be read is an error.
///
/// @param lines one for each
public record Pins(ServerLines lines) {

    /// One of them.
    ///
    /// @param owner the account, or what else connects
    /// @param host in small letters
    public record Pin(String owner, String host, int port, Fingerprint fingerprint) {

        public Pin {
            host = host.toLowerCase(Locale.ROOT);
        }

        private static Pin of(ServerLines.Line line) {
            return new Pin(line.owner(), line.host(), line.port(), new Fingerprint(line.value()));
        }

        private ServerLines.Line line() {
            return new ServerLines.Line(owner, host, port, fingerprint.text());
        }
    }

    /// Where Hazel keeps them.
    ///
    /// @param state the directory of what Hazel must remember
    public static Pins in(Path state) {
        return new Pins(
                new ServerLines(
                        state.resolve("pins"),
                        "Certificates pinned by hand: host, port, SHA-256, and for whom.",
                        Fingerprint.WRITTEN.pattern(),
                        "expected HOST PORT SHA-256 ACCOUNT; take the line away and pin the"
                                + " certificate again"));
    }

    /// What to believe where an account connects to a server.
    ///
    /// @param authorities as in [Trust]
    /// @throws MailException where the file cannot be read
    public Trust trust(String owner, String host, int port, Optional<Path> authorities)
            throws MailException {
        return new Trust(authorities, find(owner, host, port).map(Pin::fingerprint));
    }

    public Optional<Pin> find(String owner, String host, int port) throws MailException {
        return lines.find(owner, host, port).map(Pin::of);
    }

    public List<Pin> of(String owner) throws MailException {
        return lines.of(owner).stream().map(Pin::of).toList();
    }

    /// Puts a pin in place of the one that was there. When this returns it survives a power cut.
    public void add(Pin pin) throws MailException {
        lines.put(pin.line());
    }

    /// Takes all pins of an account away.
    public void forget(String owner) throws MailException {
        lines.forget(owner);
    }
}
