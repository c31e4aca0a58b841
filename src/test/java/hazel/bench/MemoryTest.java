package hazel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.index.Snapshot;

import org.junit.jupiter.api.Test;

class MemoryTest {

    /// What is told, [IndexBench] compares with the heap. A million take less each, because room
    /// for more is of one size.
    @Test
    void aHundredThousandMessagesTakeLessThan165OctetsEachWithAllTheirTexts() {
        int count = 100_000;
        var builder = Snapshot.builder();
        MadeEntries.each(count, builder::add);

        assertThat(builder.build().octets() / count).isLessThan(165);
    }
}
