package hazel.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where Hazel's own files are: the XDG base directories, from an environment that is given, so
/// that a test or the demo can have a home of its own.
///
/// @param home the user's home directory
/// @param config where the dotfile is looked for
/// @param data mail and what else must not be lost
/// @param state the outbox, drafts, history
/// @param cache what can be made again
public record Places(Path home, Path config, Path data, Path state, Path cache) {

    public static Places of(Map<String, String> environment) {
        Path home =
                Path.of(
                        Optional.ofNullable(environment.get("HOME"))
                                .filter(h -> !h.isEmpty())
                                .orElse(System.getProperty("user.home")));
        return new Places(
                home,
                xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                xdg(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
                xdg(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
                xdg(environment, "XDG_CACHE_HOME", home.resolve(".cache")));
    }

    /// All of them beneath one directory, as the demo has them.
    public static Places under(Path root) {
        return new Places(
                root,
                root.resolve("config/hazel"),
                root.resolve("data/hazel"),
                root.resolve("state/hazel"),
                root.resolve("cache/hazel"));
    }

    /// The files that may be the dotfile, first come first taken.
    public List<Path> dotfiles() {
        return List.of(config.resolve("config.toml"), home.resolve(".hazelrc"));
    }

    public Optional<Path> dotfile(Map<String, String> environment) {
        return Stream.concat(
                        Stream.ofNullable(environment.get("HAZEL_CONFIG"))
                                .filter(named -> !named.isEmpty())
                                .map(Path::of),
                        dotfiles().stream().filter(Files::exists))
                .findFirst();
    }

    /// A path as the user wrote it: `~/` is the home directory, and what is not absolute is beneath
    /// it.
    public Path path(String written) {
        if (written.equals("~")) {
            return home;
        }
        return home.resolve(written.startsWith("~/") ? written.substring(2) : written).normalize();
    }

    /// A relative value is to be ignored (XDG Base Directory Specification).
    private static Path xdg(Map<String, String> environment, String name, Path fallback) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> value.startsWith("/"))
                .map(Path::of)
                .orElse(fallback)
                .resolve("hazel");
    }
}
