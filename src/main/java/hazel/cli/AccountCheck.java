package hazel.cli;

import hazel.app.Fetching;
import hazel.app.Owner;
import hazel.app.Stores;
import hazel.config.Config;
import hazel.config.ServerConfig;
import hazel.config.StoreConfig;
import hazel.config.SubmitConfig;
import hazel.discover.ImapKnock;
import hazel.dns.Deadline;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.pop3.Pop3Client;
import hazel.sasl.Login;
import hazel.smtp.Probe;
import hazel.smtp.Server;
import hazel.smtp.SessionWords;
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
        return incoming(account, account.incoming());
    }

    private String incoming(Config.Account account, StoreConfig incoming) throws MailException {
        return switch (incoming) {
            case StoreConfig.Imap imap -> imap(account, imap.server());
            case StoreConfig.Pop3 pop3 -> pop3(account, pop3.server());
            case StoreConfig.ReadOnly(var of) -> incoming(account, of);
            case StoreConfig.Local local -> {
                try (var store = Stores.open(local, Clock.systemUTC())) {
                    int count = store.list().size();
                    yield count + (count == 1 ? " mailbox" : " mailboxes");
                }
            }
        };
    }

    /// Logs in, and fetches nothing.
    private String pop3(Config.Account account, ServerConfig server) throws MailException {
        var known = CommandNews.known(relay.places());
        var fetching = new Fetching(relay.config(), relay.places(), relay.clock(), known);
        try (var client = Pop3Client.open(fetching.server(account, server))) {
            int count = client.sizes().size();
            String messages = Count.of(count, "message");
            return words(client.isSecure(), true, String.join(", ", client.offers()))
                    + "; "
                    + messages
                    + " on the server";
        }
    }

    private String imap(Config.Account account, ServerConfig server) throws MailException {
        var known = CommandNews.known(relay.places());
        Owner owner = Owner.account(account.name());
        Optional<Login> login =
                server.login().isPresent()
                        ? Optional.of(known.login(owner, server))
                        : Optional.empty();
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
                                    known.trust(owner, server),
                                    login),
                            Deadline.in(Duration.ofSeconds(relay.config().send().timeoutSeconds())),
                            said);
            return words(
                            offer.isSecure(),
                            offer.isLoggedIn(),
                            offer.capabilities().stream()
                                    .sorted()
                                    .collect(Collectors.joining(", ")))
                    + offer.quotas().stream().map(q -> "; " + q).collect(Collectors.joining());
        } finally {
            session.addAll(Explanations.imap(said));
        }
    }

    /// @return what there is, in a sentence
    /// @throws MailException where it does not work
    String outgoing(Config.Account account) throws MailException {
        return switch (account.outgoing()) {
            case SubmitConfig.Smtp(var smtp) ->
                    knock(relay.routes().server(Owner.account(account.name()), smtp));
            case SubmitConfig.Sendmail(var command) -> {
                Path program = Path.of(command.getFirst());
                if (!Files.isExecutable(program)) {
                    throw new MailException(
                            new Problem.BadConfig("", 0, program + " cannot be run"));
                }
                yield "the program is there; it was not run";
            }
            case SubmitConfig.SendmailSmtp(var command) -> knock(Server.program(command));
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
            session.addAll(SessionWords.explained(said.lines()));
        }
    }

    private static String words(boolean isSecure, boolean isLoggedIn, String offers) {
        return (isSecure ? "with TLS" : "without TLS")
                + (isLoggedIn ? ", the login was accepted" : ", without a login")
                + "; offers "
                + (offers.isEmpty() ? "nothing" : offers);
    }
}
