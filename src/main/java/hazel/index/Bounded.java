package hazel.index;

/// A text that a regular expression may look at so many times and no more: some expressions need
/// longer than the age of the world for a line of a hundred letters.
final class Bounded implements CharSequence {

    private static final int LOOKS_PER_CHARACTER = 200;

    private final CharSequence text;
    private final int[] looks;

    Bounded(CharSequence text) {
        this(text, new int[] {10_000 + Math.min(10_000_000, text.length()) * LOOKS_PER_CHARACTER});
    }

    private Bounded(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    /// Thrown out of a matcher, which has no other way to be stopped.
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the expression takes too long", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (looks[0]-- < 0) {
            throw new TooLong();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Bounded(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
