package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.cache.text.Coverage;
import hazel.cache.text.TextIndex;
import hazel.search.SearchedAccount;
import hazel.store.maildir.MaildirStore;
import hazel.ui.Msg;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

class IndexingTest {

    @TempDir Path home;

    private final List<Msg> heard = new ArrayList<>();
    private List<SearchedAccount> accounts;

    @BeforeEach
    void twoMessages() throws Exception {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve("Mail").resolve(sub));
        }
        for (int i = 1; i <= 2; i++) {
            Files.writeString(home.resolve("Mail/cur/" + i + ".host:2,"), "Subject: s\n\nword\n");
        }
        accounts =
                List.of(
                        new SearchedAccount(
                                "local",
                                "maildir:x",
                                Set.of(),
                                () -> MaildirStore.open(home.resolve("Mail"), Clock.systemUTC())));
    }

    private List<Coverage> coverage() throws Exception {
        try (TextIndex index = TextIndex.open(home.resolve("cache"))) {
            return index.coverage();
        }
    }

    @Test
    void aPassIndexesEveryMailbox() throws Exception {
        new Indexing(accounts, home.resolve("cache"), () -> false, heard::add).pass();

        assertThat(coverage())
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.indexed()).isEqualTo(2);
                    assertThat(c.isComplete()).isTrue();
                });
        assertThat(heard).containsExactly(new Msg.WorkDone("indexing"));
    }

    @Test
    void itWaitsWhileTheUserWaitsForSomething() throws Exception {
        var asked = new AtomicInteger();
        new Indexing(accounts, home.resolve("cache"), () -> asked.incrementAndGet() < 5, heard::add)
                .pass();

        assertThat(asked.get()).isGreaterThanOrEqualTo(5);
        assertThat(coverage().getFirst().isComplete()).isTrue();
    }

    @Test
    void itIsPausedAndGoesOn() {
        var indexing = new Indexing(accounts, home.resolve("cache"), () -> false, heard::add);

        assertThat(indexing.toggle()).isTrue();
        assertThat(indexing.toggle()).isFalse();
    }

    @Test
    void itStopsAtTheNextMessageWhenClosed() {
        var indexing = new Indexing(accounts, home.resolve("cache"), () -> false, heard::add);
        indexing.close();

        assertThatThrownBy(indexing::pass).isInstanceOf(CancellationException.class);
    }
}
