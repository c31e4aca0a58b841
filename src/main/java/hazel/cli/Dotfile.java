package hazel.cli;

import hazel.config.Config;
import hazel.config.Places;
import hazel.mail.MailException;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/// The option `-F` of a command, and what follows from it.
final class Dotfile {

    @Option(
            names = "-F",
            paramLabel = "FILE",
            description = "Read this configuration file in place of the usual one.")
    private Optional<Path> file = Optional.empty();

    /// The file that was named.
    Optional<Path> named() {
        return file;
    }

    Session session() {
        return Session.of(file);
    }

    Config config() throws MailException, ConfigException {
        return session().config();
    }

    Places places() {
        return session().places();
    }
}
