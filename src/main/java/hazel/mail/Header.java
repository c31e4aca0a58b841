package hazel.mail;

import java.util.List;
import java.util.Optional;

/// The header section of a message or a part: its fields in their order.
public record Header(List<Field> fields) {

    public static final Header EMPTY = new Header(List.of());

    public Header {
        fields = List.copyOf(fields);
    }

    /// The body of the first field of that name.
    public Optional<String> first(String name) {
        return fields.stream().filter(f -> f.isNamed(name)).map(Field::body).findFirst();
    }

    /// The bodies of all fields of that name, top first.
    public List<String> all(String name) {
        return fields.stream().filter(f -> f.isNamed(name)).map(Field::body).toList();
    }
}
