package hazel.store.mh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.file.BufferInput;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

class PlacesTest {

    private final Random random = new Random(7);
    private final Places places = new Places();
    private final Map<Uid, Place> expected = new HashMap<>();

    @Test
    void whateverIsPutAndRemovedItHoldsWhatAMapWouldHold() throws Exception {
        changeALot();

        for (Places each : new Places[] {places, Places.read(in(written()))}) {
            assertThat(each.all()).containsExactlyInAnyOrderElementsOf(expected.values());
            for (int i = 0; i < 3000; i++) {
                Uid uid = uid(i);
                assertThat(each.find(uid).map(Place::toString).orElse("none"))
                        .isEqualTo(expected.containsKey(uid) ? "" + expected.get(uid) : "none");
            }
        }
    }

    @Test
    void whatIsCutOffIsNotTaken() throws Exception {
        changeALot();
        byte[] whole = written();

        for (int length = 0; length < whole.length; length += 1 + length / 16) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Places.read(in(cut)))
                    .as("cut to " + length)
                    .isInstanceOf(IOException.class);
        }
    }

    private void changeALot() {
        for (int step = 0; step < 20_000; step++) {
            Uid uid = uid(random.nextInt(3000));
            if (random.nextInt(3) == 0) {
                places.remove(uid);
                expected.remove(uid);
            } else {
                Instant arrival = Instant.ofEpochSecond(random.nextLong(1L << 33), step);
                var place = new Place(1 + random.nextInt(9000), uid, arrival, random.nextLong());
                places.put(place);
                expected.put(uid, place);
            }
        }
    }

    /// A file, one made before 1970, one with the greatest inode, and a file's second number.
    private static Uid uid(int i) {
        return switch (i % 4) {
            case 0 -> new FileId(i, 1_700_000_000_000_000_000L + i).uid();
            case 1 -> new FileId(i, -i).uid();
            case 2 -> new FileId(-i, i).uid();
            default -> new Uid(new FileId(i, i).uid() + "." + i);
        };
    }

    private byte[] written() throws IOException {
        var octets = new ByteArrayOutputStream();
        places.write(new DataOutputStream(octets));
        return octets.toByteArray();
    }

    private static BufferInput in(byte[] octets) {
        return new BufferInput(ByteBuffer.wrap(octets));
    }
}
