package hazel.screen.message;

/// Whether a message is read beside its index.
enum Split {
    WHERE_WIDE,
    ALWAYS,
    NEVER;

    private static final int WIDE = 160;
    private static final int LEAST = 100;

    /// Columns the message takes on the right; 0 for all there are.
    ///
    /// @param widest its text is
    int columns(int all, int widest) {
        boolean isShown =
                switch (this) {
                    case WHERE_WIDE -> all >= WIDE;
                    case ALWAYS -> all >= LEAST;
                    case NEVER -> false;
                };
        return isShown ? Math.min(widest + 2, all * 11 / 20) : 0;
    }

    /// @param isBeside as it is now
    Split other(boolean isBeside) {
        return isBeside ? NEVER : ALWAYS;
    }
}
