package hazel.text;

import java.util.List;
import java.util.Random;

/// Text of many scripts, the same at each run.
final class TextSamples {

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "word",
                    " ",
                    "  ",
                    "é",
                    "e\u0301",
                    "世",
                    "界",
                    "。",
                    "😀",
                    "👍🏽",
                    "🇩🇪",
                    "❤️",
                    "क्षि",
                    "ن",
                    "می\u200cخواهم",
                    "👨‍👩‍👧",
                    ">",
                    "From ",
                    "-- ",
                    ".",
                    ",",
                    "ﬁ",
                    "Ω",
                    "ก็",
                    "x".repeat(40));

    private TextSamples() {}

    static String any(Random random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(25); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
