package hazel.cli;

import hazel.app.Passwords;
import hazel.config.Config;
import hazel.config.Secret;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.oauth2.CodeFlow;
import hazel.oauth2.DeviceFlow;
import hazel.oauth2.Provider;
import hazel.oauth2.TokenFile;
import hazel.oauth2.Tokens;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.InstantSource;
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

    private static final Duration PATIENCE = Duration.ofMinutes(10);

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
        Provider provider = Passwords.provider(secret.provider());
        new TokenFile(secret.tokens()).write(isOnDevice ? device(provider) : code(provider));
        say("signed in with " + provider.name());
        return Exit.OK;
    }

    private Tokens code(Provider provider) throws MailException {
        try (CodeFlow flow = CodeFlow.begin(provider, InstantSource.system())) {
            say("open this in a browser on this machine:");
            say(flow.page().toString());
            return flow.await(PATIENCE);
        }
    }

    private Tokens device(Provider provider) throws MailException {
        DeviceFlow flow = DeviceFlow.begin(provider, InstantSource.system());
        say("open " + flow.page() + " on any device and type there: " + flow.userCode());
        return flow.await(Thread::sleep);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(Harmless.line(line));
        spec.commandLine().getOut().flush();
    }
}
