package hazel.cli;

import hazel.command.Keymap;
import hazel.config.Config.ScreenConfig;
import hazel.mail.Problem.BadConfig;
import hazel.term.ColorDepth;
import hazel.term.Theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// The key map and the theme in force, of those that come with Hazel.
final class Looks {

    private final Future<Keymap> keymap;
    private final Future<Theme> theme;

    private Looks(Future<Keymap> keymap, Future<Theme> theme) {
        this.keymap = keymap;
        this.theme = theme;
    }

    /// Begins to read both, beside what else is to be done before the first frame.
    static Looks begin(ScreenConfig config, ColorDepth depth) {
        var theme = new FutureTask<>(() -> theme(config.theme(), depth));
        var keymap = new FutureTask<>(() -> keymap(config));
        Thread.ofPlatform()
                .daemon()
                .name("looks")
                .start(() -> {
                    theme.run(); // wanted first
                    keymap.run();
                });
        return new Looks(keymap, theme);
    }

    Keymap keymap() throws ConfigException, InterruptedException {
        return result(keymap);
    }

    Theme theme() throws ConfigException, InterruptedException {
        return result(theme);
    }

    private static <T> T result(Future<T> future) throws ConfigException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ConfigException c -> throw c;
                case RuntimeException r -> throw r;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// The named key map with the user's own bindings over it.
    static Keymap keymap(ScreenConfig config) throws ConfigException {
        List<String> lines =
                resource("keymaps/" + config.keys() + ".keys")
                        .orElseThrow(
                                () -> unknown("screen.keys", config.keys(), ScreenConfig.KEYS));
        var own = Keymap.empty().with(lines).keymap().with(config.keymap());
        if (!own.mistakes().isEmpty()) {
            throw new ConfigException(
                    own.mistakes().stream()
                            .map(m -> new BadConfig("screen.bind", m.line(), m.message()))
                            .toList());
        }
        return own.keymap();
    }

    static Theme theme(String name, ColorDepth depth) throws ConfigException {
        List<String> lines =
                resource("themes/" + name + ".theme")
                        .orElseThrow(() -> unknown("screen.theme", name, ScreenConfig.THEMES));
        return Theme.read(lines, depth).theme();
    }

    private static ConfigException unknown(String key, String name, List<String> known) {
        return new ConfigException(
                List.of(
                        new BadConfig(
                                key, 0, "'" + name + "' is none of " + String.join(", ", known))));
    }

    private static Optional<List<String>> resource(String name) {
        if (!name.matches("[a-z]+/[A-Za-z0-9_-]+\\.[a-z]+")) {
            return Optional.empty();
        }
        try (InputStream in = Looks.class.getResourceAsStream("/hazel/" + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // inside our own jar
        }
    }
}
