package hazel.term;

import hazel.ui.Key;
import hazel.ui.Msg;

import java.util.ArrayList;
import java.util.List;

/// Makes keys, pastes and clicks of the characters a terminal sends: ECMA-48 control sequences as
/// xterm, rxvt, the Linux console and the `CSI u` protocols use them.
///
/// A pure state machine. Where [#isWaiting] is true after a chunk, an Escape may be a key or the
/// beginning of a sequence; if nothing follows for [#ESCAPE_MILLIS], [#flush] decides for the key.
///
/// @param rest what is not decoded yet
/// @param isPasting between the brackets of a bracketed paste, where nothing is a key
public record KeyDecoder(String rest, boolean isPasting) {

    /// How long a lone Escape waits.
    public static final int ESCAPE_MILLIS = 50;

    public static final KeyDecoder START = new KeyDecoder("", false);

    private static final char ESC = '\033';
    private static final String PASTE_END = "\033[201~";

    /// Longer than any sequence that means something.
    private static final int LONGEST = 64;

    /// How much of a paste is kept waiting for its end.
    private static final int MOST_PASTED = 1 << 24;

    private static final int WHEEL_LINES = 3;

    public record Step(KeyDecoder next, List<Msg> messages) {
        public Step {
            messages = List.copyOf(messages);
        }
    }

    public boolean isWaiting() {
        return !isPasting && !rest.isEmpty();
    }

    public Step feed(String chunk) {
        return run(rest + chunk, false);
    }

    /// Nothing more came: what waits is keys.
    public Step flush() {
        return isPasting ? new Step(this, List.of()) : run(rest, true);
    }

    private Step run(String text, boolean isAll) {
        var messages = new ArrayList<Msg>();
        boolean pasting = isPasting;
        int at = 0;
        while (at < text.length()) {
            if (pasting) {
                int end = text.indexOf(PASTE_END, at);
                if (end < 0 && text.length() - at < MOST_PASTED) {
                    return new Step(new KeyDecoder(text.substring(at), true), messages);
                }
                int stop = end < 0 ? text.length() : end;
                messages.add(new Msg.Pasted(pasted(text.substring(at, stop))));
                at = end < 0 ? stop : end + PASTE_END.length();
                pasting = end < 0;
                continue;
            }
            Found found = one(text, at, isAll);
            if (found.length() == 0) {
                return new Step(new KeyDecoder(text.substring(at), false), messages);
            }
            messages.addAll(found.messages());
            pasting = found.beginsPaste();
            at += found.length();
        }
        return new Step(new KeyDecoder("", pasting), messages);
    }

    private static String pasted(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /// What the characters at one place are.
    ///
    /// @param length 0 where more is needed to tell
    private record Found(int length, List<Msg> messages, boolean beginsPaste) {

        static final Found MORE = new Found(0, List.of(), false);

        static Found key(int length, String name) {
            return new Found(length, List.of(new Msg.Pressed(new Key(name))), false);
        }

        static Found nothing(int length) {
            return new Found(length, List.of(), false);
        }
    }

    private static Found one(String text, int at, boolean isAll) {
        char c = text.charAt(at);
        if (c == ESC) {
            return escape(text, at, isAll);
        }
        if (Character.isHighSurrogate(c) && at + 1 == text.length() && !isAll) {
            return Found.MORE;
        }
        int codePoint = text.codePointAt(at);
        boolean isNone =
                (codePoint >= 0x80 && codePoint < 0xa0) || Character.isSurrogate((char) codePoint);
        int length = Character.charCount(codePoint);
        return isNone && length == 1 ? Found.nothing(1) : Found.key(length, named(codePoint, 0));
    }

    private static Found escape(String text, int at, boolean isAll) {
        if (at + 1 == text.length()) {
            return isAll ? Found.key(1, "<Esc>") : Found.MORE;
        }
        char second = text.charAt(at + 1);
        boolean isBare = at + 2 == text.length() && isAll;
        if (second == '[' && !isBare) {
            return csi(text, at, isAll);
        }
        if (second == 'O' && !isBare) {
            if (at + 2 == text.length()) {
                return Found.MORE;
            }
            String name = letter(text.charAt(at + 2));
            return name.isEmpty() ? Found.nothing(3) : Found.key(3, "<" + name + ">");
        }
        if (second == ESC) {
            return Found.key(1, "<Esc>");
        }
        if (Character.isHighSurrogate(second) && at + 2 == text.length() && !isAll) {
            return Found.MORE;
        }
        int codePoint = text.codePointAt(at + 1);
        return Found.key(1 + Character.charCount(codePoint), named(codePoint, ALT));
    }

    // Control sequences

    private static Found csi(String text, int at, boolean isAll) {
        int i = at + 2;
        if (i < text.length() && text.charAt(i) == '[') { // the Linux console's F1 to F5
            if (i + 1 == text.length()) {
                return isAll ? Found.nothing(3) : Found.MORE;
            }
            int function = text.charAt(i + 1) - 'A' + 1;
            return function >= 1 && function <= 5
                    ? Found.key(4, "<F" + function + ">")
                    : Found.nothing(4);
        }
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) < '@') {
            i++;
        }
        if (i == text.length()) {
            return isAll || i - at > LONGEST ? Found.nothing(i - at) : Found.MORE;
        }
        int length = i + 1 - at;
        char last = text.charAt(i);
        if (last < '@' || last > '~') {
            return Found.nothing(i - at); // Broken off; what broke it is looked at anew.
        }
        String parameters = text.substring(at + 2, i);
        if (parameters.startsWith("<")) {
            return new Found(length, mouse(parameters.substring(1), last), false);
        }
        int[] numbers = numbers(parameters);
        if (last == '~' && numbers[0] == 200) {
            return new Found(length, List.of(), true);
        }
        String name = csiName(numbers, last);
        return name.isEmpty() ? Found.nothing(length) : Found.key(length, name);
    }

    private static String csiName(int[] numbers, char last) {
        int modifiers = Math.clamp(numbers[1] - 1L, 0, 15) & (SHIFT | ALT | CONTROL);
        return switch (last) {
            case 'u' -> coded(numbers[0], modifiers);
            case '~' ->
                    numbers[0] == 27 ? coded(numbers[2], modifiers) : tilde(numbers[0], modifiers);
            case 'Z' -> with(modifiers & ~SHIFT, "BackTab");
            case 'I', 'O' -> ""; // Focus came or went.
            default -> {
                String name = letter(last);
                yield name.isEmpty() ? "" : with(modifiers, name);
            }
        };
    }

    private static String coded(int codePoint, int modifiers) {
        boolean isCharacter =
                Character.isValidCodePoint(codePoint)
                        && codePoint > 0
                        && (codePoint < 0xe000 || codePoint > 0xf8ff)
                        && (codePoint < 0xd800 || codePoint > 0xdfff);
        return isCharacter ? named(codePoint, modifiers) : "";
    }

    private static String letter(char last) {
        return switch (last) {
            case 'A' -> "Up";
            case 'B' -> "Down";
            case 'C' -> "Right";
            case 'D' -> "Left";
            case 'H' -> "Home";
            case 'F' -> "End";
            case 'P' -> "F1";
            case 'Q' -> "F2";
            case 'R' -> "F3";
            case 'S' -> "F4";
            case 'M' -> "Enter"; // of the keypad
            default -> "";
        };
    }

    private static String tilde(int number, int modifiers) {
        String name =
                switch (number) {
                    case 1, 7 -> "Home";
                    case 2 -> "Insert";
                    case 3 -> "Delete";
                    case 4, 8 -> "End";
                    case 5 -> "PageUp";
                    case 6 -> "PageDown";
                    case 11, 12, 13, 14, 15 -> "F" + (number - 10);
                    case 17, 18, 19, 20, 21 -> "F" + (number - 11);
                    case 23, 24, 25, 26 -> "F" + (number - 12);
                    case 28, 29 -> "F" + (number - 13);
                    case 31, 32, 33, 34 -> "F" + (number - 14);
                    default -> "";
                };
        return name.isEmpty() ? "" : with(modifiers, name);
    }

    /// Three numbers at least; 0 for what is not there, and for what is too long to be meant.
    private static int[] numbers(String parameters) {
        int[] numbers = new int[3];
        int n = 0;
        for (String part : parameters.split("[;:]", 4)) {
            if (n < 3) {
                numbers[n++] = part.matches("[0-9]{1,7}") ? Integer.parseInt(part) : 0;
            }
        }
        return numbers;
    }

    /// SGR mouse reports (mode 1006): the left button and the wheel.
    private static List<Msg> mouse(String parameters, char last) {
        int[] n = numbers(parameters);
        int button = n[0] & ~0b11100; // without the modifiers
        if (last != 'M' || n[1] < 1 || n[2] < 1) {
            return List.of();
        }
        return switch (button) {
            case 0 -> List.of(new Msg.Clicked(n[1] - 1, n[2] - 1));
            case 64 -> List.of(new Msg.Scrolled(-WHEEL_LINES));
            case 65 -> List.of(new Msg.Scrolled(WHEEL_LINES));
            default -> List.of();
        };
    }

    // Names

    private static final int SHIFT = 1;
    private static final int ALT = 2;
    private static final int CONTROL = 4;

    private static String named(int c, int modifiers) {
        return switch (c) {
            case '\r' -> with(modifiers, "Enter");
            case '\t' -> (modifiers & SHIFT) == 0 ? with(modifiers, "Tab") : "<BackTab>";
            case ESC -> with(modifiers, "Esc");
            case 0x7f -> with(modifiers, "Backspace");
            case ' ' -> with(modifiers, "Space");
            case '<' -> with(modifiers & ~SHIFT, "Lt");
            case 0 -> with(modifiers | CONTROL, "Space");
            default -> {
                if (c < ' ') {
                    char letter = (char) (c <= 26 ? c + 0x60 : c + 0x40);
                    yield with(modifiers | CONTROL, String.valueOf(letter));
                }
                int shifted = (modifiers & SHIFT) == 0 ? c : Character.toUpperCase(c);
                yield with(modifiers & ~SHIFT, Character.toString(shifted));
            }
        };
    }

    private static String with(int modifiers, String name) {
        if (modifiers == 0) {
            return name.codePointCount(0, name.length()) == 1 ? name : "<" + name + ">";
        }
        return "<"
                + ((modifiers & CONTROL) == 0 ? "" : "C-")
                + ((modifiers & ALT) == 0 ? "" : "A-")
                + ((modifiers & SHIFT) == 0 ? "" : "S-")
                + name
                + ">";
    }
}
