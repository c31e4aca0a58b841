package hazel.cli;

import hazel.app.KeptPasswords;
import hazel.app.Owner;
import hazel.config.AccountTables;
import hazel.config.Config;
import hazel.config.Secret;
import hazel.config.ServerConfig;
import hazel.config.StoreConfig;
import hazel.config.SubmitConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `hazel account remove`: takes an account out of the configuration file. Its mail stays.
@Command(
        name = "remove",
        description = {
            "Take an account out of the configuration file.",
            "Its mail stays where it is, here and on its servers, and so does every other line of"
                    + " the file. A password that 'hazel account add' kept is forgotten."
        },
        mixinStandardHelpOptions = true)
final class AccountRemoveCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Parameters(arity = "1", paramLabel = "ACCOUNT", description = "The account's name.")
    private String name = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        Session session = dotfile.session();
        Config before = session.config();
        Config.Account account =
                before.account(name)
                        .orElseThrow(() -> new MailException(new Problem.NoSuchAccount(name)));
        Optional<String> text = AccountTables.without(session.text(), name);
        if (text.isEmpty() || !isAllElseTheSame(before, session.configOf(text.get()))) {
            throw new MailException(
                    new Problem.Malformed(
                            session.dotfile().toString(),
                            "the account '"
                                    + name
                                    + "' is not in a table [account."
                                    + name
                                    + "] of its own in "
                                    + session.dotfile()
                                    + "; take it out with an editor"));
        }
        AccountSetup.write(session, text.get());
        var kept = new KeptPasswords(session.places(), System.getenv());
        for (Secret secret : secrets(account)) {
            kept.forget(name, secret);
        }
        CommandNews.known(session.places()).forgetLogins(Owner.account(name));
        spec.commandLine()
                .getOut()
                .println(
                        Harmless.line(
                                "removed from "
                                        + session.dotfile()
                                        + "; its mail was not touched"));
        return Exit.OK;
    }

    private boolean isAllElseTheSame(Config before, Config after) {
        List<Config.Account> others =
                before.accounts().stream().filter(a -> !a.name().equals(name)).toList();
        return (others.isEmpty() || others.equals(after.accounts()))
                && before.screen().equals(after.screen())
                && before.relay().equals(after.relay())
                && before.send().equals(after.send())
                && before.notices().equals(after.notices())
                && before.aliases().equals(after.aliases())
                && before.searches().equals(after.searches());
    }

    static List<Secret> secrets(Config.Account account) {
        Stream<ServerConfig> in =
                switch (account.incoming()) {
                    case StoreConfig.Imap imap -> Stream.of(imap.server());
                    case StoreConfig.Pop3 pop3 -> Stream.of(pop3.server());
                    case StoreConfig.Local _, StoreConfig.ReadOnly _ -> Stream.empty();
                };
        Stream<ServerConfig> out =
                account.outgoing() instanceof SubmitConfig.Smtp(var server)
                        ? Stream.of(server)
                        : Stream.empty();
        return Stream.concat(in, out)
                .flatMap(server -> server.login().stream())
                .map(ServerConfig.Login::password)
                .distinct()
                .toList();
    }
}
