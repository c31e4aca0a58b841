package hazel.cache.text;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Uid;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    private List<String> newestFirst() {
        List<String> uids = new ArrayList<>();
        backlog.newestFirst().forEachRemaining(uid -> uids.add(uid.value()));
        return uids;
    }

    @Test
    void theNewestComesFirst() {
        backlog.add(new Uid("middle"), 1_700_000_000L);
        backlog.add(new Uid("far"), 4_000_000_000L);
        backlog.add(new Uid("before time"), -5);
        backlog.add(new Uid("\u00e4lter"), 1L);
        backlog.add(new Uid("after time"), 1L << 40);

        assertThat(newestFirst())
                .containsExactly("after time", "far", "middle", "\u00e4lter", "before time");
    }

    @Test
    void nothingIsNothing() {
        assertThat(newestFirst()).isEmpty();
    }

    @Test
    void manyKeepTheirNames() {
        IntStream.range(0, 10_000)
                .forEach(i -> backlog.add(new Uid("uid-" + i), i * 7919L % 10_007));

        assertThat(backlog.size()).isEqualTo(10_000);
        assertThat(newestFirst())
                .doesNotHaveDuplicates()
                .hasSize(10_000)
                .startsWith(
                        "uid-"
                                + IntStream.range(0, 10_000)
                                        .boxed()
                                        .max((a, b) ->
                                                Long.compare(
                                                        a * 7919L % 10_007, b * 7919L % 10_007))
                                        .orElseThrow());
    }
}
