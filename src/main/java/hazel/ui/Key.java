package hazel.ui;

/// One key press by its name: `j`, `G`, `é`, `<Enter>`, `<C-l>`, `<A-x>`, `<F1>`, `<Space>`; the
/// same names that a keymap file uses. A printable character is its own name, but for the space,
/// and `<` which is `<Lt>`.
public record Key(String name) {

    /// The text this key types, empty for a key that types none.
    public String text() {
        return switch (name) {
            case "<Space>" -> " ";
            case "<Lt>" -> "<";
            default -> name.length() > 1 && name.startsWith("<") ? "" : name;
        };
    }
}
