package hazel.cli;

import hazel.mail.Problem.BadConfig;

import java.util.List;

/// The dotfile cannot be used; carries every mistake in it.
final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<BadConfig> problems;

    ConfigException(List<BadConfig> problems) {
        super(problems.getFirst().message());
        this.problems = List.copyOf(problems);
    }

    List<BadConfig> problems() {
        return problems;
    }
}
