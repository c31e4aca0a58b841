package hazel.dns;

/// Something that is wrong, or worth a thought.
///
/// @param line of a zone file, from 1; 0 where there is none
/// @param text one sentence: what was found and, where it is not plain, what to do
public record Finding(Severity severity, Fault fault, int line, String text) {

    /// How bad it is.
    public enum Severity {
        /// Mail does not arrive, or not from everywhere.
        ERROR,
        /// It works, and somebody will have trouble with it.
        WARNING,
        /// Nothing is wrong.
        NOTE
    }

    static Finding error(Fault fault, String text) {
        return new Finding(Severity.ERROR, fault, 0, text);
    }

    static Finding warning(Fault fault, String text) {
        return new Finding(Severity.WARNING, fault, 0, text);
    }

    static Finding note(Fault fault, String text) {
        return new Finding(Severity.NOTE, fault, 0, text);
    }

    Finding at(int number) {
        return new Finding(severity, fault, number, text);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
