package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Marks;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class FetchingTest {

    private static List<Integer> groups(long... sizes) {
        List<Messages.Message> messages = new ArrayList<>();
        for (long size : sizes) {
            int id = messages.size();
            messages.add(
                    new Messages.Message(
                            id,
                            1,
                            id + 1,
                            Instant.EPOCH,
                            size,
                            Marks.NONE,
                            new byte[0],
                            /* isKept= */ false,
                            /* isGone= */ false));
        }
        List<List<Messages.Message>> groups = Fetching.grouped(messages, 512 << 10);
        assertThat(groups.stream().flatMap(List::stream)).containsExactlyElementsOf(messages);
        return groups.stream().map(List::size).toList();
    }

    @Test
    void smallMessagesAreAskedForTogetherAndLargeOnesAlone() {
        assertThat(groups()).isEmpty();
        assertThat(groups(1000, 1000, 1000)).containsExactly(3);
        assertThat(groups(1000, 90 << 20, 1000, 1000)).containsExactly(1, 1, 2);
        assertThat(groups(400_000, 120_000, 20_000)).containsExactly(2, 1);
        assertThat(groups(new long[600])).containsExactly(250, 250, 100);
    }

    @Test
    void moreIsAskedForWhereItComesQuicklyAndLessWhereItDoesNot() {
        var quick = Duration.ofMillis(100);
        var slow = Duration.ofSeconds(3);
        Gathering.Pace first = Gathering.Pace.FIRST;
        assertThat(first.after(Duration.ofSeconds(1))).isEqualTo(first);
        assertThat(first.after(quick).octets()).isEqualTo(1 << 20);
        assertThat(first.after(quick).after(quick).octets()).isEqualTo(1 << 20);
        assertThat(first.after(slow).octets()).isEqualTo(256 << 10);
        assertThat(first.after(slow).after(slow).after(slow).octets()).isEqualTo(128 << 10);
    }
}
