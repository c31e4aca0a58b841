package hazel.term;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;

import hazel.ui.Role;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/// How each role looks on a terminal of one colour depth.
///
/// A theme file has a line for each role: `role = colour [on colour] [attribute…] [| attribute…]`.
/// A colour is `name/number/#rrggbb` for terminals of 16, of 256 and of all colours, or `default`.
/// What follows the bar is for a terminal without colours; without a bar the attributes hold there
/// too. `#` begins a comment.
public final class Theme {

    /// Colours and attributes.
    record Style(TextColor foreground, TextColor background, Set<SGR> attributes) {
        static final Style PLAIN =
                new Style(TextColor.ANSI.DEFAULT, TextColor.ANSI.DEFAULT, Set.of());

        boolean isPlain() {
            return foreground == TextColor.ANSI.DEFAULT
                    && background == TextColor.ANSI.DEFAULT
                    && attributes.isEmpty();
        }
    }

    /// @param line from 1
    public record Mistake(int line, String message) {}

    public record Read(Theme theme, List<Mistake> mistakes) {
        public Read {
            mistakes = List.copyOf(mistakes);
        }
    }

    private static final Map<String, Role> ROLES =
            Arrays.stream(Role.values())
                    .collect(
                            Collectors.toMap(
                                    r -> r.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                    r -> r));

    private final Map<Role, Style> styles;

    private Theme(Map<Role, Style> styles) {
        this.styles = styles;
    }

    Style style(Role role) {
        return styles.getOrDefault(role, Style.PLAIN);
    }

    // Read at every start, and so without regular expressions: those cost milliseconds to begin.
    public static Read read(List<String> lines, ColorDepth depth) {
        var styles = new EnumMap<Role, Style>(Role.class);
        var mistakes = new ArrayList<Mistake>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals).strip();
            Optional<Role> role = role(name);
            Optional<Style> style =
                    equals < 0 ? Optional.empty() : style(line.substring(equals + 1), depth);
            if (role.isEmpty()) {
                mistakes.add(new Mistake(i + 1, "no such role: " + name));
            } else if (style.isEmpty()) {
                mistakes.add(new Mistake(i + 1, "not a look: " + line));
            } else {
                styles.put(role.get(), style.get());
            }
        }
        return new Read(new Theme(styles), mistakes);
    }

    private static Optional<Role> role(String word) {
        return Optional.ofNullable(ROLES.get(word));
    }

    private static Optional<Style> style(String text, ColorDepth depth) {
        String[] halves = text.split("\\|", 2);
        var colors = new ArrayList<Optional<TextColor>>();
        Optional<Set<SGR>> attributes = attributes(halves[0], colors, depth);
        Optional<Set<SGR>> bare =
                halves.length == 2 ? attributes(halves[1], new ArrayList<>(), depth) : attributes;
        if (attributes.isEmpty()
                || bare.isEmpty()
                || colors.size() > 2
                || colors.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        if (depth == ColorDepth.NONE) {
            return Optional.of(
                    new Style(TextColor.ANSI.DEFAULT, TextColor.ANSI.DEFAULT, bare.get()));
        }
        TextColor foreground = TextColor.ANSI.DEFAULT;
        TextColor background = TextColor.ANSI.DEFAULT;
        if (!colors.isEmpty()) {
            foreground = colors.get(0).orElse(foreground);
        }
        if (colors.size() == 2) {
            background = colors.get(1).orElse(background);
        }
        return Optional.of(new Style(foreground, background, attributes.get()));
    }

    /// The attributes of one side of the bar; the colours on it are added to `colors`.
    private static Optional<Set<SGR>> attributes(
            String text, List<Optional<TextColor>> colors, ColorDepth depth) {
        var attributes = EnumSet.noneOf(SGR.class);
        for (var words = new StringTokenizer(text); words.hasMoreTokens(); ) {
            String word = words.nextToken();
            switch (word) {
                case "on", "plain" -> {}
                case "bold" -> attributes.add(SGR.BOLD);
                case "reverse" -> attributes.add(SGR.REVERSE);
                case "underline" -> attributes.add(SGR.UNDERLINE);
                case "italic" -> attributes.add(SGR.ITALIC);
                default -> {
                    if (!word.equals("default") && !word.contains("/")) {
                        return Optional.empty();
                    }
                    colors.add(color(word, depth));
                }
            }
        }
        return Optional.of(attributes);
    }

    private static Optional<TextColor> color(String word, ColorDepth depth) {
        String[] parts = word.split("/");
        if (word.equals("default")) {
            return Optional.of(TextColor.ANSI.DEFAULT);
        }
        boolean isWhole = parts.length == 3 && isIndex(parts[1]) && isRgb(parts[2]);
        Optional<TextColor> named = isWhole ? named(parts[0]) : Optional.empty();
        if (named.isEmpty()) {
            return named;
        }
        return switch (depth) {
            case NONE, SIXTEEN -> named;
            case INDEXED -> Optional.of(new TextColor.Indexed(Integer.parseInt(parts[1])));
            case TRUE -> {
                int rgb = Integer.parseInt(parts[2].substring(1), 16);
                yield Optional.of(new TextColor.RGB(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff));
            }
        };
    }

    /// A number from 0 to 255.
    private static boolean isIndex(String text) {
        return !text.isEmpty()
                && text.length() <= 3
                && areDigits(text, 10)
                && Integer.parseInt(text) <= 255;
    }

    private static boolean isRgb(String text) {
        return text.length() == 7 && text.charAt(0) == '#' && areDigits(text.substring(1), 16);
    }

    private static boolean areDigits(String text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<TextColor> named(String name) {
        String constant = name.toUpperCase(Locale.ROOT).replace("BRIGHT-", "");
        String whole = name.startsWith("bright-") ? constant + "_BRIGHT" : constant;
        for (TextColor.ANSI color : TextColor.ANSI.values()) {
            if (color.name().equals(whole)) {
                return Optional.of(color);
            }
        }
        return Optional.empty();
    }
}
