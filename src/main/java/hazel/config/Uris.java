package hazel.config;

import hazel.config.ServerConfig.Security;
import hazel.config.ServerUris.Scheme;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what `incoming` and `outgoing` hold: `maildir:~/Mail`, `imaps://ada@imap.example.org`,
/// `submissions://ada@smtp.example.org`.
final class Uris {

    private static final int SUBMISSIONS = 465; // RFC 8314 section 7.3
    private static final int SUBMISSION = 587; // RFC 6409 section 3.1
    private static final int SMTP = 25;
    private static final int IMAPS = 993;
    private static final int IMAP = 143;
    private static final int POP3S = 995;
    private static final int POP3 = 110;

    private static final String MAIL =
            "maildir:DIR, mbox:FILE, mh:DIR, imaps://USER@HOST, imap://USER@HOST,"
                    + " pop3s://USER@HOST or pop3://USER@HOST";

    private final Places places;
    private final ServerUris servers;

    Uris(Places places) {
        this.places = places;
        this.servers = new ServerUris(places);
    }

    /// What an account reads.
    StoreConfig store(Written written, List<String> path) {
        String text = text(written, path);
        if (!scheme(text).startsWith("pop3")) {
            onlyForPop3(written, path);
        }
        return switch (scheme(text)) {
            case "pop3s" ->
                    pop3(written, path, new Scheme(Security.IMPLICIT_TLS, POP3S)).orElse(nowhere());
            case "pop3" ->
                    pop3(written, path, new Scheme(Security.STARTTLS, POP3)).orElse(nowhere());
            case "imaps" ->
                    imap(written, path, new Scheme(Security.IMPLICIT_TLS, IMAPS)).orElse(nowhere());
            case "imap" ->
                    imap(written, path, new Scheme(Security.STARTTLS, IMAP)).orElse(nowhere());
            default ->
                    local(text)
                            .orElseGet(() -> {
                                written.bad(
                                        path,
                                        "cannot read mail from '" + text + "'; expected " + MAIL);
                                return nowhere();
                            });
        };
    }

    /// Where the relay delivers.
    StoreConfig.Local localStore(Written written, List<String> path) {
        String text = text(written, path);
        return local(text)
                .orElseGet(() -> {
                    written.bad(
                            path,
                            "cannot deliver into '"
                                    + text
                                    + "'; expected maildir:DIR, mbox:FILE or mh:DIR");
                    return nowhere();
                });
    }

    private static String text(Written written, List<String> path) {
        return written.given(path.toArray(String[]::new))
                .orElse(Settings.of(path).map(Setting::standard).orElse(""));
    }

    private static String scheme(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? "" : text.substring(0, colon);
    }

    private Optional<StoreConfig.Local> local(String text) {
        String scheme = scheme(text);
        Path root = places.path(text.substring(text.indexOf(':') + 1));
        return switch (scheme) {
            case "maildir" -> Optional.of(new StoreConfig.Maildir(root));
            case "mbox" -> Optional.of(new StoreConfig.Mbox(root));
            case "mh" -> Optional.of(new StoreConfig.Mh(root));
            default -> Optional.empty();
        };
    }

    /// Stands for what could not be read; the mistake is written down.
    private StoreConfig.Local nowhere() {
        return new StoreConfig.Maildir(places.data());
    }

    private Optional<StoreConfig> imap(Written written, List<String> path, Scheme scheme) {
        StoreConfig.Offline offline = offline(written, path.get(1));
        boolean onlySubscribed = written.flag("account", path.get(1), "subscribed");
        return server(written, path, scheme)
                .map(s -> new StoreConfig.Imap(s, offline, onlySubscribed));
    }

    private Optional<StoreConfig> pop3(Written written, List<String> path, Scheme scheme) {
        String account = path.get(path.size() - 2);
        List<String> into = beside(path, "into");
        StoreConfig.Local local =
                written.given(into.toArray(String[]::new)).isPresent()
                        ? localStore(written, into)
                        : new StoreConfig.Maildir(ownMail(account));
        int keep = written.number(0, 36500, beside(path, "keep").toArray(String[]::new));
        int check = written.number(0, 1440, beside(path, "check").toArray(String[]::new));
        return server(written, path, scheme)
                .map(server -> new StoreConfig.Pop3(server, local, keep, check));
    }

    /// Where an account's mail goes that names no place, by a name that is one of a file.
    private Path ownMail(String account) {
        return places.data().resolve("mail").resolve(account.replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    private static void onlyForPop3(Written written, List<String> path) {
        for (String key : List.of("into", "keep", "check")) {
            List<String> beside = beside(path, key);
            if (written.value(beside).isPresent()) {
                written.bad(beside, "is only for an account whose incoming is pop3s: or pop3:");
            }
        }
    }

    private static List<String> beside(List<String> path, String key) {
        List<String> beside = new ArrayList<>(path.subList(0, path.size() - 1));
        beside.add(key);
        return beside;
    }

    /// QUIRK: a server on this machine is spoken to in clear, which nobody else can hear.
    private Optional<ServerConfig> server(Written written, List<String> path, Scheme scheme) {
        String text = text(written, path);
        Optional<ServerConfig> server =
                servers.server(written, path, text.substring(text.indexOf(':') + 1), scheme)
                        .map(s -> isInClear(s) ? s.with(Security.LOOPBACK_ONLY) : s);
        if (server.isPresent() && server.get().login().isEmpty() && !text.contains("@")) {
            written.bad(path, "names no user; expected " + scheme(text) + "://USER@HOST");
        }
        return server;
    }

    private static StoreConfig.Offline offline(Written written, String account) {
        return offline(written, List.of("account", account, "offline"))
                .orElse(new StoreConfig.WhatWasRead());
    }

    /// Which messages are kept; empty where that cannot be read, and then it is written down.
    static Optional<StoreConfig.Offline> offline(Written written, List<String> path) {
        String text = written.text(path.toArray(String[]::new)).strip();
        if (text.equals("all")) {
            return Optional.of(new StoreConfig.Everything());
        }
        if (text.equals("read")) {
            return Optional.of(new StoreConfig.WhatWasRead());
        }
        if (text.matches("[1-9][0-9]{0,4} days?")) {
            return Optional.of(
                    new StoreConfig.Days(Integer.parseInt(text.replaceFirst(" .*", ""))));
        }
        written.bad(path, "'" + text + "' is none of all, read, and a time such as \"30 days\"");
        return Optional.empty();
    }

    private static boolean isInClear(ServerConfig server) {
        return server.security() == Security.STARTTLS && ServerUris.isLoopback(server.host());
    }

    SubmitConfig submit(Written written, List<String> account) {
        return submit(written, account, "outgoing").orElse(new SubmitConfig.Bundled());
    }

    /// A way out of the relay's own, where one is written in this table.
    Optional<ServerConfig> smarthost(Written written, List<String> table) {
        List<String> path = new ArrayList<>(table);
        path.add("smarthost");
        if (written.given(path.toArray(String[]::new)).isEmpty()) {
            return Optional.empty();
        }
        Optional<SubmitConfig> found = submit(written, table, "smarthost");
        if (found.isPresent() && found.get() instanceof SubmitConfig.Smtp(var server)) {
            return Optional.of(server);
        }
        written.bad(path, "expected submissions://USER@HOST or submission://USER@HOST");
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
            case "sendmail" ->
                    Optional.of(new SubmitConfig.Sendmail(sendmail(written, path, rest)));
            case "sendmail-bs" -> {
                List<String> words = sendmail(written, path, rest);
                words.add("-bs");
                yield Optional.of(new SubmitConfig.SendmailSmtp(words));
            }
            case "submissions", "smtps" ->
                    smtp(written, path, rest, new Scheme(Security.IMPLICIT_TLS, SUBMISSIONS));
            case "submission" ->
                    smtp(written, path, rest, new Scheme(Security.STARTTLS, SUBMISSION));
            case "smtp" -> smtp(written, path, rest, new Scheme(Security.LOOPBACK_ONLY, SMTP));
            default -> {
                written.bad(
                        path,
                        "cannot send by '"
                                + text
                                + "'; expected submissions://USER@HOST, submission://USER@HOST,"
                                + " smtp://HOST, sendmail:COMMAND, sendmail-bs:COMMAND or relay:");
                yield Optional.empty();
            }
        };
    }

    private List<String> sendmail(Written written, List<String> path, String command) {
        return program(written, path, command.isBlank() ? "/usr/sbin/sendmail" : command);
    }

    /// A program and its words, which no shell reads.
    List<String> program(Written written, List<String> path, String command) {
        List<String> argv = new ArrayList<>(List.of(command.strip().split("\\s+")));
        if (!argv.getFirst().startsWith("/") && !argv.getFirst().startsWith("~/")) {
            written.bad(path, "expected a program with its whole path");
        }
        argv.set(0, places.path(argv.getFirst()).toString());
        return argv;
    }

    private Optional<SubmitConfig> smtp(
            Written written, List<String> path, String rest, Scheme scheme) {
        return servers.server(written, path, rest, scheme).map(SubmitConfig.Smtp::new);
    }
}
