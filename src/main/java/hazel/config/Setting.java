package hazel.config;

/// One key of the dotfile.
///
/// @param key with `*` for a name the user chooses: `account.*.address`
/// @param standard what holds where the key is not written, as written; empty for nothing
/// @param summary what it is for, one or two sentences
public record Setting(String key, Kind kind, String standard, String summary) {

    /// What may be written.
    public enum Kind {
        TEXT("text in quotes"),
        NUMBER("a number"),
        LIST("a list of texts"),
        FLAG("true or false"),
        /// Text, or a table of one key such as `{ command = "..." }`.
        SECRET(
                "text in quotes or { command = \"…\" } or { file = \"…\" } or { oauth2 = \"…\" }"
                        + " or { certificate = \"…\", key = \"…\" }");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    boolean matches(java.util.List<String> path) {
        String[] mine = key.split("\\.");
        if (mine.length != path.size()) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!mine[i].equals("*") && !mine[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
