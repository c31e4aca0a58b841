package hazel.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.config.Places;
import hazel.config.Secret;
import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Trouble;
import hazel.oauth2.TokenFile;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps a password that somebody typed: in the desktop's secret service where `secret-tool`
/// reaches one, else in a file that only its owner can read. It is on no command line and in no
/// environment.
///
/// @param environment where programs are looked for
public record KeptPasswords(Places places, Map<String, String> environment) {

    private static final int SECONDS = 60; // it may ask to unlock the keyring

    /// @param account a name of letters, digits, `-` and `_`
    /// @return how to get the password from now on
    public Secret keep(String account, String password) throws MailException {
        return isInService(account, password) ? lookup(account) : inFile(account, password);
    }

    /// Removes what [#keep] kept, and nothing else.
    public void forget(String account, Secret secret) throws MailException {
        if (secret.equals(lookup(account))) {
            var _ =
                    run(
                            List.of("secret-tool", "clear", "service", "hazel", "account", account),
                            "");
        } else if (secret instanceof Secret.OAuth2 of) {
            new TokenFile(of.tokens()).delete();
        } else if (secret.equals(new Secret.File(file(account)))) {
            try {
                Files.deleteIfExists(file(account));
            } catch (IOException e) {
                throw Trouble.writing(file(account), e);
            }
        }
    }

    private static Secret lookup(String account) {
        return new Secret.Command("secret-tool lookup service hazel account " + account);
    }

    private Path file(String account) {
        return places.config().resolve("passwords").resolve(account);
    }

    private Secret inFile(String account, String password) throws MailException {
        Path file = file(account);
        try {
            DurableFiles.createPrivateDirectories(file.resolveSibling("."));
            DurableFiles.write(file, (password + "\n").getBytes(UTF_8));
            return new Secret.File(file);
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    private boolean isInService(String account, String password) {
        return run(
                List.of(
                        "secret-tool",
                        "store",
                        "--label=Hazel: " + account,
                        "service",
                        "hazel",
                        "account",
                        account),
                password);
    }

    /// @return whether it ended well
    private boolean run(List<String> words, String input) {
        Optional<Path> program =
                List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                        .map(dir -> Path.of(dir, words.getFirst()))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (program.isEmpty()) {
            return false;
        }
        List<String> command = new ArrayList<>(words);
        command.set(0, program.get().toString());
        try {
            var builder =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException _) {
            return false; // there is no such service: the file is the way then
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
