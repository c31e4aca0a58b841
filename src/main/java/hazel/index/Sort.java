package hazel.index;

public record Sort(Key key, boolean reversed) {
    public enum Key {
        DATE,
        ARRIVAL,
        FROM,
        TO,
        SUBJECT,
        SIZE,
        THREAD
    }

    public static final Sort DEFAULT = new Sort(Key.THREAD, false);
}
