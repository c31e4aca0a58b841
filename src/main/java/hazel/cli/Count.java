package hazel.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How many, as a word of a command line: one or more.
final class Count implements ITypeConverter<Integer> {

    /// `1 message`, `2 messages`.
    static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Override
    public Integer convert(String word) {
        try {
            int count = Integer.parseInt(word);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new TypeConversionException("'" + word + "' is no number from 1 on");
    }
}
