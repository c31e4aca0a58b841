package hazel.config;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What holds for one key, as a person or a script reads it.
public final class WrittenValue {

    private WrittenValue() {}

    /// What the file says, or else the standard value; a list has one item on a line. A password is
    /// never given, only how it is got: of one that is written as it is, `(secret)`.
    ///
    /// @param toml the whole file, without mistakes
    /// @param settings that go before the file
    /// @return empty where there is no such key
    public static Optional<String> of(String toml, List<String> settings, String key) {
        List<String> path = List.of(key.split("\\.", -1));
        Optional<Setting> setting = Settings.of(path);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        Optional<Object> written = Written.of("", toml, settings).value(path);
        if (written.isEmpty()) {
            String standard = setting.get().standard();
            return Optional.of(
                    standard.startsWith("[")
                            ? text(Toml.parse("x = " + standard).getArrayOrEmpty("x"))
                            : standard);
        }
        boolean secret =
                setting.get().kind() == Setting.Kind.SECRET && written.get() instanceof String;
        return Optional.of(secret ? "(secret)" : text(written.get()));
    }

    private static String text(Object value) {
        return switch (value) {
            case TomlArray array ->
                    array.toList().stream().map(Object::toString).collect(Collectors.joining("\n"));
            case TomlTable table ->
                    table.toMap().entrySet().stream()
                            .map(e -> e.getKey() + ": " + e.getValue())
                            .collect(Collectors.joining("\n"));
            default -> value.toString();
        };
    }
}
