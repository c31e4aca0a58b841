package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The home directories of this machine's users, as passwd(5) has them.
final class Homes implements Function<String, Optional<Path>> {

    private static final int MOST = 10_000;

    private final Map<String, Path> homes;

    private Homes(Map<String, Path> homes) {
        this.homes = homes;
    }

    /// @param person who runs Hazel, whose home is known already
    static Homes ofSystem(String person, Path home) {
        Homes homes = of(Path.of("/etc/passwd"));
        homes.homes.put(person, home);
        return homes;
    }

    static Homes of(Path passwd) {
        Map<String, Path> homes = new HashMap<>();
        try (Stream<String> lines = Files.lines(passwd, UTF_8)) {
            lines.limit(MOST)
                    .forEach(line -> {
                        String[] fields = line.split(":", -1);
                        if (fields.length == 7 && fields[5].startsWith("/")) {
                            homes.put(fields[0].toLowerCase(Locale.ROOT), Path.of(fields[5]));
                        }
                    });
        } catch (IOException | java.io.UncheckedIOException _) {
            return new Homes(homes); // a machine that keeps its users elsewhere
        }
        return new Homes(homes);
    }

    @Override
    public Optional<Path> apply(String user) {
        return Optional.ofNullable(homes.get(user));
    }
}
