package hazel.index;

/// Where and why a query cannot be read; never leaves this package.
final class QueryMistake extends Exception {

    private static final long serialVersionUID = 1;

    private final int column;

    /// @param column from 1
    QueryMistake(int column, String sentence) {
        super(sentence, null, false, false);
        this.column = column;
    }

    Query.Wrong wrong() {
        return new Query.Wrong(column, String.valueOf(getMessage()));
    }
}
