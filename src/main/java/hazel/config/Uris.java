package hazel.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what `incoming` and `outgoing` hold: `maildir:~/Mail`,
/// `submissions://ada@smtp.example.org`.
final class Uris {

    private static final int SUBMISSIONS = 465; // RFC 8314 section 7.3
    private static final int SUBMISSION = 587; // RFC 6409 section 3.1
    private static final int SMTP = 25;

    private final Places places;

    Uris(Places places) {
        this.places = places;
    }

    StoreConfig store(Written written, List<String> path) {
        String text =
                written.given(path.toArray(String[]::new))
                        .orElse(Settings.of(path).map(Setting::standard).orElse(""));
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        Path root = places.path(rest);
        return switch (scheme) {
            case "maildir" -> new StoreConfig.Maildir(root);
            case "mbox" -> new StoreConfig.Mbox(root);
            case "mh" -> new StoreConfig.Mh(root);
            default -> {
                written.bad(
                        path,
                        "cannot read mail from '"
                                + text
                                + "'; expected maildir:DIR, mbox:FILE or mh:DIR");
                yield new StoreConfig.Maildir(root);
            }
        };
    }

    SubmitConfig submit(Written written, List<String> account) {
        return submit(written, account, "outgoing").orElse(new SubmitConfig.Bundled());
    }

    /// The relay's own way out, where one is written.
    Optional<SubmitConfig.Smtp> smarthost(Written written) {
        if (written.given("relay", "smarthost").isEmpty()) {
            return Optional.empty();
        }
        Optional<SubmitConfig> found = submit(written, List.of("relay"), "smarthost");
        if (found.isPresent() && found.get() instanceof SubmitConfig.Smtp smtp) {
            return Optional.of(smtp);
        }
        written.bad(
                List.of("relay", "smarthost"),
                "expected submissions://USER@HOST or submission://USER@HOST");
        return Optional.empty();
    }

    private Optional<SubmitConfig> submit(Written written, List<String> table, String key) {
        List<String> path = new ArrayList<>(table);
        path.add(key);
        String text = written.text(path.toArray(String[]::new));
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "relay" -> Optional.of(new SubmitConfig.Bundled());
            case "sendmail" -> Optional.of(sendmail(written, path, rest));
            case "submissions", "smtps" ->
                    smtp(written, path, rest, SubmitConfig.Security.IMPLICIT_TLS, SUBMISSIONS);
            case "submission" ->
                    smtp(written, path, rest, SubmitConfig.Security.STARTTLS, SUBMISSION);
            case "smtp" -> smtp(written, path, rest, SubmitConfig.Security.LOOPBACK_ONLY, SMTP);
            default -> {
                written.bad(
                        path,
                        "cannot send by '"
                                + text
                                + "'; expected submissions://USER@HOST, submission://USER@HOST,"
                                + " smtp://HOST, sendmail:COMMAND or relay:");
                yield Optional.empty();
            }
        };
    }

    private SubmitConfig sendmail(Written written, List<String> path, String command) {
        List<String> words = List.of(command.strip().split("\\s+"));
        if (words.getFirst().isEmpty()) {
            return new SubmitConfig.Sendmail(List.of("/usr/sbin/sendmail"));
        }
        if (!words.getFirst().startsWith("/") && !words.getFirst().startsWith("~/")) {
            written.bad(path, "expected sendmail: and a program with its whole path");
        }
        List<String> argv = new ArrayList<>(words);
        argv.set(0, places.path(words.getFirst()).toString());
        return new SubmitConfig.Sendmail(argv);
    }

    /// `//user@host:port`; an `@` in the user's name is allowed, the last one divides.
    private Optional<SubmitConfig> smtp(
            Written written,
            List<String> path,
            String rest,
            SubmitConfig.Security security,
            int standardPort) {
        String authority = rest.startsWith("//") ? rest.substring(2) : "";
        int slash = authority.indexOf('/');
        authority = slash < 0 ? authority : authority.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        String hostPort = authority.substring(at + 1);
        int bracket = hostPort.indexOf(']');
        int colon = hostPort.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        Optional<Integer> port =
                colon < 0 ? Optional.of(standardPort) : port(hostPort.substring(colon + 1));
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ') || port.isEmpty()) {
            written.bad(path, "expected a host, and a port from 1 to 65535 where one is given");
            return Optional.empty();
        }
        String[] table = path.subList(0, path.size() - 1).toArray(String[]::new);
        Optional<SubmitConfig.Login> login = login(written, path, user, table);
        return Optional.of(
                new SubmitConfig.Smtp(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                        port.get(),
                        security,
                        login,
                        written.given(with(table, "auth"))
                                .map(m -> m.toUpperCase(java.util.Locale.ROOT)),
                        written.given(with(table, "trust")).map(places::path)));
    }

    private Optional<SubmitConfig.Login> login(
            Written written, List<String> path, String user, String[] table) {
        Optional<Secret> password = written.secret(places, with(table, "password"));
        if (!user.isEmpty() && password.isEmpty()) {
            written.bad(
                    path,
                    "has a user but no password; add password = { command = \"…\" } to ["
                            + String.join(".", table)
                            + "]");
        }
        return user.isEmpty()
                ? Optional.empty()
                : password.map(secret -> new SubmitConfig.Login(user, secret));
    }

    private static String[] with(String[] table, String key) {
        List<String> path = new ArrayList<>(List.of(table));
        path.add(key);
        return path.toArray(String[]::new);
    }

    private static Optional<Integer> port(String text) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(p -> p > 0 && p < 65536)
                : Optional.empty();
    }
}
