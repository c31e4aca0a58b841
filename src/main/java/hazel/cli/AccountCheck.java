package hazel.cli;

import hazel.app.Passwords;
import hazel.app.Routes;
import hazel.app.Stores;
import hazel.config.Config;
import hazel.config.ServerConfig;
import hazel.config.StoreConfig;
import hazel.config.SubmitConfig;
import hazel.discover.ImapKnock;
import hazel.dns.Deadline;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Probe;
import hazel.smtp.Server;
import hazel.smtp.Transcript;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether an account works: its mailboxes are opened, its servers knocked at and logged in to.
/// Sends no mail and reads none.
///
/// @param session what was said, for whom it interests
record AccountCheck(LocalRelay relay, List<String> session) {

    /// @return what there is, in a sentence
    /// @throws MailException where it does not work
    String incoming(Config.Account account) throws MailException {
        return incoming(account.incoming());
    }

    private String incoming(StoreConfig incoming) throws MailException {
        return switch (incoming) {
            case StoreConfig.Imap imap -> imap(imap.server());
            case StoreConfig.ReadOnly(var of) -> incoming(of);
            case StoreConfig.Local local -> {
                try (var store = Stores.open(local, Clock.systemUTC())) {
                    int count = store.list().size();
                    yield count + (count == 1 ? " mailbox" : " mailboxes");
                }
            }
        };
    }

    private String imap(ServerConfig server) throws MailException {
        Optional<ImapKnock.Login> login = Optional.empty();
        if (server.login().isPresent()) {
            var as = server.login().get();
            login =
                    Optional.of(
                            new ImapKnock.Login(
                                    as.user(),
                                    Passwords.get(as.password()),
                                    Passwords.isToken(as.password())));
        }
        List<String> said = new ArrayList<>();
        try {
            ImapKnock.Offer offer =
                    ImapKnock.of(
                            new ImapKnock.Server(
                                    server.host(),
                                    server.port(),
                                    switch (server.security()) {
                                        case IMPLICIT_TLS -> ImapKnock.Protection.IMPLICIT_TLS;
                                        case STARTTLS -> ImapKnock.Protection.STARTTLS;
                                        case LOOPBACK_ONLY -> ImapKnock.Protection.LOOPBACK_ONLY;
                                    },
                                    server.trust(),
                                    login),
                            Deadline.in(Duration.ofSeconds(relay.config().send().timeoutSeconds())),
                            said);
            return words(
                    offer.isSecure(),
                    offer.isLoggedIn(),
                    offer.capabilities().stream().sorted().collect(Collectors.joining(", ")));
        } finally {
            session.addAll(Explanations.imap(said));
        }
    }

    /// @return what there is, in a sentence
    /// @throws MailException where it does not work
    String outgoing(Config.Account account) throws MailException {
        return switch (account.outgoing()) {
            case SubmitConfig.Smtp(var smtp) ->
                    knock(new Routes(relay.config(), relay.socket()).server(smtp));
            case SubmitConfig.Sendmail(var command) -> {
                Path program = Path.of(command.getFirst());
                if (!Files.isExecutable(program)) {
                    throw new MailException(
                            new Problem.BadConfig("", 0, program + " cannot be run"));
                }
                yield "the program is there; it was not run";
            }
            case SubmitConfig.Bundled _ ->
                    relay.answers()
                            ? knock(Server.unix(relay.socket()))
                            : "no relay runs now; mail goes into its queue, "
                                    + relay.directory()
                                    + (relay.smarthostName().isPresent()
                                            ? ""
                                            : "; what is not for this machine is held there until"
                                                    + " relay.smarthost is set");
        };
    }

    private String knock(Server server) throws MailException {
        var said = new Transcript();
        try {
            Probe probe = Probe.of(server, said);
            return words(
                    probe.secure(),
                    probe.loggedIn(),
                    probe.offers().keywords().entrySet().stream()
                            .map(e -> (e.getKey() + " " + e.getValue()).strip())
                            .sorted()
                            .collect(Collectors.joining(", ")));
        } finally {
            session.addAll(Explanations.smtp(said.lines()));
        }
    }

    private static String words(boolean isSecure, boolean isLoggedIn, String offers) {
        return (isSecure ? "with TLS" : "without TLS")
                + (isLoggedIn ? ", the login was accepted" : ", without a login")
                + "; offers "
                + (offers.isEmpty() ? "nothing" : offers);
    }
}
