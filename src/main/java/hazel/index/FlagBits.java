package hazel.index;

import hazel.store.Flag;
import hazel.store.Marks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Flags as bits, in memory and in files of one version.
@SuppressWarnings("EnumOrdinal") // a bit for each flag
final class FlagBits {

    private static final Flag[] FLAGS = Flag.values();

    /// What messages without keywords may have, by their bits: asked for of all in a mailbox, each
    /// time another program changed it.
    private static final Marks[] MARKS = new Marks[1 << FLAGS.length];

    static {
        Arrays.setAll(MARKS, bits -> new Marks(flags(bits), Set.of()));
    }

    private FlagBits() {}

    static int number(Flag flag) {
        return flag.ordinal();
    }

    static int of(Flag flag) {
        return 1 << flag.ordinal();
    }

    static int of(Set<Flag> flags) {
        int bits = 0;
        for (Flag flag : flags) {
            bits |= of(flag);
        }
        return bits;
    }

    /// Those flags, and no keyword.
    static Marks marks(int bits) {
        return MARKS[bits & (MARKS.length - 1)];
    }

    static Set<Flag> flags(int bits) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : FLAGS) {
            if ((bits & of(flag)) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
