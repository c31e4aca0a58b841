package hazel.cli;

import hazel.config.Config;
import hazel.config.SubmitConfig;

import java.util.Locale;

/// Where an account's mail is and how it leaves, as the dotfile writes it, without secrets.
final class Accounts {

    private Accounts() {}

    static String incoming(Config.Account account) {
        var store = account.incoming();
        return store.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ":" + store.root();
    }

    static String outgoing(Config.Account account) {
        return switch (account.outgoing()) {
            case SubmitConfig.Bundled _ -> "relay:";
            case SubmitConfig.Sendmail(var command) -> "sendmail:" + String.join(" ", command);
            case SubmitConfig.Smtp smtp ->
                    switch (smtp.security()) {
                                case IMPLICIT_TLS -> "submissions://";
                                case STARTTLS -> "submission://";
                                case LOOPBACK_ONLY -> "smtp://";
                            }
                            + smtp.login().map(l -> l.user() + "@").orElse("")
                            + smtp.host()
                            + ":"
                            + smtp.port();
        };
    }
}
