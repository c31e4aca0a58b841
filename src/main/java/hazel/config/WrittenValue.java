package hazel.config;

import java.util.List;
import java.util.Optional;

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
        Optional<Node> written = Written.of("", Parsed.of(toml), settings).value(path);
        if (written.isEmpty()) {
            String standard = setting.get().standard();
            return standard.startsWith("[")
                    ? Parsed.of("x = " + standard).value(List.of("x")).map(Node::toString)
                    : Optional.of(standard);
        }
        boolean secret =
                setting.get().kind() == Setting.Kind.SECRET && written.get() instanceof Node.Text;
        return Optional.of(secret ? "(secret)" : written.get().toString());
    }
}
