package hazel.cli;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.PasswordFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `hazel relay password`: who may log in to the relay.
@Command(
        name = "password",
        description = {
            "Let a user log in to the relay, from other machines too, or no longer.",
            "The password is asked for, or is the first line of standard input. Only a hash of it"
                    + " is kept, in the file that relay.passwords names."
        },
        mixinStandardHelpOptions = true)
final class RelayPasswordCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Parameters(paramLabel = "USER", description = "The name to log in with.")
    private String user = "";

    @Option(names = "--remove", description = "The user may no longer log in.")
    private boolean isToGo;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        PasswordFile file = file();
        if (isToGo) {
            return file.remove(user) ? Exit.OK : Exit.NO;
        }
        var questions = new Questions(spec.commandLine().getOut());
        String typed =
                questions.canAsk()
                        ? questions.password("Password of " + user + ": ")
                        : Input.firstLine();
        if (typed.isEmpty()) {
            throw new UsageException("no password was given; nothing was changed");
        }
        file.set(user, typed);
        return Exit.OK;
    }

    private PasswordFile file() throws MailException, ConfigException {
        return dotfile.config()
                .relay()
                .inbound()
                .passwords()
                .map(PasswordFile::in)
                .orElseThrow(() ->
                        new MailException(
                                new Problem.BadConfig(
                                        "relay.passwords",
                                        0,
                                        "relay.passwords names no file; write one into [relay],"
                                                + " as passwords = \"~/.config/hazel/logins\"")));
    }
}
