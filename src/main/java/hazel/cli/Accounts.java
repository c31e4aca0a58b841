package hazel.cli;

import hazel.config.Config;
import hazel.config.StoreConfig;
import hazel.config.SubmitConfig;

/// Where an account's mail is and how it leaves, as the dotfile writes it, without secrets.
final class Accounts {

    private Accounts() {}

    static String incoming(Config.Account account) {
        return incoming(account.incoming());
    }

    private static String incoming(StoreConfig store) {
        return switch (store) {
            case StoreConfig.Maildir(var root) -> "maildir:" + root;
            case StoreConfig.Mbox(var root) -> "mbox:" + root;
            case StoreConfig.Mh(var root) -> "mh:" + root;
            case StoreConfig.Imap(var server, var _, var _) ->
                    switch (server.security()) {
                                case IMPLICIT_TLS -> "imaps://";
                                case STARTTLS, LOOPBACK_ONLY -> "imap://";
                            }
                            + server.authority();
            case StoreConfig.Pop3 pop3 ->
                    switch (pop3.server().security()) {
                                case IMPLICIT_TLS -> "pop3s://";
                                case STARTTLS, LOOPBACK_ONLY -> "pop3://";
                            }
                            + pop3.server().authority()
                            + " into "
                            + incoming(pop3.into());
            case StoreConfig.ReadOnly(var of) -> incoming(of);
        };
    }

    static String outgoing(Config.Account account) {
        return switch (account.outgoing()) {
            case SubmitConfig.Bundled _ -> "relay:";
            case SubmitConfig.Sendmail(var command) -> "sendmail:" + String.join(" ", command);
            case SubmitConfig.SendmailSmtp(var command) ->
                    "sendmail-bs:"
                            + String.join(" ", command.subList(0, command.size() - 1)); // -bs
            case SubmitConfig.Smtp(var server) ->
                    switch (server.security()) {
                                case IMPLICIT_TLS -> "submissions://";
                                case STARTTLS -> "submission://";
                                case LOOPBACK_ONLY -> "smtp://";
                            }
                            + server.authority();
        };
    }
}
