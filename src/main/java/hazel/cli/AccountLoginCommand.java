package hazel.cli;

import hazel.config.Config;
import hazel.config.Secret;
import hazel.mail.MailException;
import hazel.mail.Problem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `hazel account login`: signing in where a server takes no password.
@Command(
        name = "login",
        description = {
            "Sign in with the provider of an account that has password = { oauth2 = \"NAME\" }.",
            "Prints an address to open in a browser on this machine and waits, for ten minutes at"
                    + " most, until you have signed in there. What the provider then gives out is"
                    + " kept in a file of mode 600, and is renewed when it runs out.",
            "With --device it prints a code to type on any other device."
        },
        mixinStandardHelpOptions = true)
final class AccountLoginCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(names = "--device", description = "Sign in on another device, by a code.")
    private boolean isOnDevice;

    @Parameters(arity = "1", paramLabel = "ACCOUNT", description = "The account's name.")
    private String name = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        Config.Account account =
                dotfile.config()
                        .account(name)
                        .orElseThrow(() -> new MailException(new Problem.NoSuchAccount(name)));
        Secret.OAuth2 secret =
                AccountRemoveCommand.secrets(account).stream()
                        .filter(Secret.OAuth2.class::isInstance)
                        .map(Secret.OAuth2.class::cast)
                        .findFirst()
                        .orElseThrow(() ->
                                new MailException(
                                        new Problem.Malformed(
                                                name,
                                                "the account '"
                                                        + name
                                                        + "' has a password; to sign in with a"
                                                        + " provider it needs password = { oauth2 ="
                                                        + " \"NAME\" }")));
        new SignIn(spec.commandLine().getOut(), isOnDevice).with(secret);
        return Exit.OK;
    }
}
