package hazel.store.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Uid;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

class PlacesTest {

    @Test
    void whateverIsPutAndRemovedItHoldsWhatAMapWouldHold() {
        var random = new Random(7);
        var places = new Places();
        Map<Uid, Place> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Uid uid = new Uid(random.nextInt(3000) + ".ä" + random.nextInt(2));
            if (random.nextInt(3) == 0) {
                places.remove(uid);
                expected.remove(uid);
            } else {
                boolean isNew = random.nextBoolean();
                String letters = List.of("", ":2,", ":2,S", ";2,FSab").get(random.nextInt(4));
                var place = new Place(isNew, FileName.of(uid + letters));
                places.put(place);
                expected.put(uid, place);
            }
        }

        assertThat(places.all()).containsExactlyInAnyOrderElementsOf(expected.values());
        for (int i = 0; i < 3000; i++) {
            Uid uid = new Uid(i + ".ä1");
            assertThat(places.find(uid).map(Place::toString).orElse("none"))
                    .isEqualTo(expected.containsKey(uid) ? expected.get(uid).toString() : "none");
        }
    }

    @Test
    void theOrderIsThatOfTheTimesInTheirNames() {
        var places = new Places();
        for (String name : List.of("1700000002.b:2,S", "1700000001.c", "1700000002.a:2,")) {
            places.put(new Place(false, FileName.of(name)));
        }

        assertThat(places.inOrder())
                .extracting(p -> p.uid().value())
                .containsExactly("1700000001.c", "1700000002.a", "1700000002.b");
    }

    @Test
    void namesWithoutATimeComeBeforeTheOthers() {
        var random = new Random(11);
        var names = new TreeSet<String>();
        for (int i = 0; i < 2000; i++) {
            names.add("%d%09d.%d".formatted(random.nextInt(10), random.nextInt(40) + 1, i));
            names.add("msg.%04d".formatted(i));
            names.add("%d".formatted(i));
        }
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        var places = new Places();
        for (String each : shuffled) {
            assertThat(places.putNew(new Place(false, FileName.of(each)))).isTrue();
            assertThat(places.putNew(new Place(true, FileName.of(each + ":2,S")))).isFalse();
        }

        assertThat(places.inOrder())
                .extracting(p -> p.uid().value())
                .containsExactlyElementsOf(
                        Stream.concat(
                                        names.stream().filter(name -> !hasTime(name)),
                                        names.stream().filter(PlacesTest::hasTime))
                                .toList());
    }

    private static boolean hasTime(String name) {
        return name.matches("[0-9]{10}.*");
    }

    @Test
    void aMessageThatSharesAUniqueNameHasAPlaceOfItsOwn() {
        var places = new Places();
        places.put(new Place(false, FileName.of("1.a:2,S")));
        places.put(new Place(false, FileName.of("1.a:2,"), new Uid("1.a:2,")));

        assertThat(places.all()).hasSize(2);
        places.remove(new Uid("1.a"));
        assertThat(places.all()).extracting(p -> p.name().toString()).containsExactly("1.a:2,");
    }
}
