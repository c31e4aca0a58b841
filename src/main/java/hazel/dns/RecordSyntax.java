package hazel.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.Optional;

/// What is written behind the type of a record in a zone file.
sealed interface RecordSyntax {

    /// @param data empty for a type that has nothing to do with mail
    record Good(Optional<Data> data) implements RecordSyntax {}

    record Bad(String mistake) implements RecordSyntax {}

    static boolean isType(String word) {
        return Type.value(word, true) >= 0;
    }

    /// @param type one for which [#isType] holds
    /// @param rest the words after it, divided by blanks
    static RecordSyntax of(DomainName owner, String type, String rest, DomainName origin) {
        try {
            Record record =
                    Record.fromString(
                            WireResolver.name(owner),
                            Type.value(type, true),
                            DClass.IN,
                            0,
                            rest,
                            WireResolver.name(origin));
            return new Good(WireResolver.data(record));
        } catch (IOException | IllegalArgumentException e) {
            // The library names no file, and the line is 1 to it.
            return new Bad(String.valueOf(e.getMessage()).replaceFirst("^<none>:1: ", ""));
        }
    }
}
