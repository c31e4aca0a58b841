package hazel.spool;

/// How much a spool takes.
///
/// @param messages at most so many at a time
/// @param octets of all of them together
/// @param messageOctets of one
/// @param recipients of one
/// @param diskFloor octets the file system keeps free
public record Limits(
        int messages, long octets, long messageOctets, int recipients, long diskFloor) {

    private static final long MB = 1_000_000;

    public static final Limits DEFAULT =
            new Limits(1_000_000, 20_000 * MB, 50 * MB, 1000, 100 * MB);
}
