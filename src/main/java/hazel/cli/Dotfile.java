package hazel.cli;

import hazel.config.Config;
import hazel.config.Places;
import hazel.mail.MailException;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The options `-F` and `-e` of a command, and what follows from them.
final class Dotfile {

    @Option(
            names = "-F",
            paramLabel = "FILE",
            description = "Read this configuration file in place of the usual one.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "-e",
            paramLabel = "KEY=VALUE",
            description = "One more setting, as a line of the configuration file.")
    private List<String> settings = new ArrayList<>();

    /// The same words for another command.
    List<String> words() {
        List<String> words = new ArrayList<>();
        file.ifPresent(f -> words.addAll(List.of("-F", f.toString())));
        settings.forEach(s -> words.addAll(List.of("-e", s)));
        return words;
    }

    Session session() {
        return Session.of(file, settings);
    }

    Config config() throws MailException, ConfigException {
        return session().config();
    }

    Places places() {
        return session().places();
    }
}
