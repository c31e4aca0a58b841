package hazel.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the relay listens, as written: `127.0.0.1:2525`, `smtp://ADDRESS:PORT`,
/// `smtps://ADDRESS:PORT`, `lmtp://ADDRESS:PORT`, the path of a Unix socket, or `lmtp:PATH`.
public sealed interface WayIn {

    /// What is spoken there.
    enum Protocol {
        SMTP,
        SMTPS,
        LMTP
    }

    Protocol protocol();

    record Socket(Path path, Protocol protocol) implements WayIn {}

    /// @param host an IP address without brackets, or `localhost`
    record Tcp(String host, int port, Protocol protocol) implements WayIn {

        /// Whether other machines cannot reach it.
        boolean isLoopback() {
            return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
        }
    }

    static Optional<WayIn> parse(String written, Places places) {
        Matcher path = Forms.PATH.matcher(written);
        if (path.matches()) {
            return Optional.of(
                    new Socket(
                            places.path(path.group(2)),
                            path.group(1) == null ? Protocol.SMTP : Protocol.LMTP));
        }
        Matcher tcp = Forms.TCP.matcher(written);
        if (!tcp.matches() || Integer.parseInt(tcp.group(3)) > 65535) {
            return Optional.empty();
        }
        String host = tcp.group(2).replaceAll("^\\[|\\]$", "");
        return Optional.of(
                        new Tcp(host, Integer.parseInt(tcp.group(3)), Forms.protocol(tcp.group(1))))
                .filter(way -> way.protocol() != Protocol.LMTP || way.isLoopback())
                .map(way -> way);
    }

    /// How it is written.
    final class Forms {
        private static final Pattern PATH = Pattern.compile("(lmtp:)?(~?/(?!/).+)");
        private static final Pattern TCP =
                Pattern.compile(
                        "(?:(smtp|smtps|lmtp)://)?"
                            + "(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]|::1|localhost)"
                            + ":(\\d{1,5})");

        private Forms() {}

        private static Protocol protocol(String scheme) {
            return switch (scheme == null ? "" : scheme) {
                case "smtps" -> Protocol.SMTPS;
                case "lmtp" -> Protocol.LMTP;
                default -> Protocol.SMTP;
            };
        }
    }
}
