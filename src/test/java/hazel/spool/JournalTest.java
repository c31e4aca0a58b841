package hazel.spool;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.smtp.Dsn;
import hazel.spool.Recipient.State;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class JournalTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final QueueId ID = new QueueId("01ABCDEFGH000001");
    private static final Item NEW =
            new Item(
                    ID,
                    NOON,
                    42,
                    Address.parse("ada@example.org"),
                    Map.of("account", "work mail %"),
                    List.of(
                            Recipient.waiting(
                                    new Address("", "bob", "example.net"), Dsn.OfRecipient.NONE),
                            Recipient.waiting(
                                    new Address("", "\"a b\"", "example.net"),
                                    new Dsn.OfRecipient(
                                            Set.of(Dsn.Notify.SUCCESS, Dsn.Notify.DELAY),
                                            Optional.of("rfc822;a b@example.net")))),
                    Optional.empty(),
                    NOON,
                    Optional.empty(),
                    0,
                    false);

    @Test
    void theBeginningIsReadBackAsItWasWritten() {
        assertThat(Journal.fold(Journal.begin(NEW).getBytes(UTF_8))).contains(NEW);
    }

    @Test
    void theNullReversePathStaysNull() {

        Item bounce =
                new Item(
                        ID,
                        NOON,
                        1,
                        Optional.empty(),
                        Map.of(),
                        NEW.recipients(),
                        Optional.empty(),
                        NOON,
                        Optional.empty(),
                        0,
                        false);
        assertThat(Journal.fold(Journal.begin(bounce).getBytes(UTF_8))).contains(bounce);
    }

    @Test
    void everyEntryIsReadBack() {
        List<Entry> entries =
                List.of(
                        new Entry.Started(NOON, "mx.example.net"),
                        new Entry.Committing(0, NOON, "mx.example.net"),
                        new Entry.Delivered(0, NOON, "mx.example.net", "250 2.0.0 OK queued as 7"),
                        new Entry.Deferred(1, NOON, "mx.example.net", ""),
                        new Entry.Failed(1, NOON, "mx.example.net", "550 no\nsuch % user"),
                        new Entry.Renewed(1, NOON),
                        new Entry.Added(
                                new Address("", "eve", "example.com"),
                                new Dsn.OfRecipient(Set.of(Dsn.Notify.NEVER), Optional.empty())),
                        new Entry.Ended(NOON),
                        new Entry.Held("by hand"),
                        new Entry.NotBefore(NOON.plusSeconds(10)),
                        new Entry.Noted("message-id", "<a@b>"));
        var text = new StringBuilder(Journal.begin(NEW));
        Item expected = NEW;
        for (Entry entry : entries) {
            text.append(Journal.write(entry));
            expected = expected.after(entry);
        }

        assertThat(Journal.fold(text.toString().getBytes(UTF_8))).contains(expected);
        assertThat(expected.recipients())
                .extracting(Recipient::state)
                .containsExactly(State.DELIVERED, State.WAITING, State.WAITING);
        assertThat(expected.held()).contains("by hand");
    }

    /// As it was written before there were reports.
    @Test
    void aRecipientOfWhomNothingWasSaidIsWrittenAsBefore() {
        assertThat(Journal.begin(NEW))
                .contains(" R bob example.net\n")
                .contains(" R \"a%20b\" example.net success,delay rfc822;a%20b@example.net\n");
    }

    @Test
    void aTornLastLineNeverHappenedWhereverItIsTorn() {
        String begin = Journal.begin(NEW);
        String last = Journal.write(new Entry.Delivered(0, NOON, "h", "250 OK"));
        for (int kept = 0; kept < last.length(); kept++) {
            byte[] torn = (begin + last.substring(0, kept)).getBytes(UTF_8);

            assertThat(Journal.fold(torn)).contains(NEW);
            assertThat(Journal.wholeLength(torn)).isEqualTo(begin.length());
        }
    }

    @Test
    void aTornBeginningIsNoMessage() {
        String begin = Journal.begin(NEW);
        for (int kept = 0; kept < begin.length() - 1; kept++) {
            assertThat(Journal.fold(begin.substring(0, kept).getBytes(UTF_8))).isEmpty();
        }
    }

    @Test
    void aLineThatWasChangedHoldsTheMessage() {
        String text =
                Journal.begin(NEW)
                        + Journal.write(new Entry.Delivered(0, NOON, "h", "250 OK"))
                                .replace(" D ", " A ")
                        + Journal.write(new Entry.Ended(NOON));

        assertThat(Journal.fold(text.getBytes(UTF_8)).orElseThrow().held())
                .contains("its journal is damaged");
    }

    @Test
    void whatWasBeingCommittedIsUncertain() {
        Item item =
                NEW.after(new Entry.Started(NOON, "h")).after(new Entry.Committing(0, NOON, "h"));

        assertThat(item.in(State.UNCERTAIN)).containsExactly(0);
        assertThat(item.in(State.WAITING)).containsExactly(1);
        assertThat(item.isUntouched()).isFalse();
    }

    @Test
    void aMessageIsDueWhenItsTimeHasComeAndNothingHoldsIt() {
        assertThat(NEW.isDue(NOON)).isTrue();
        assertThat(NEW.isDue(NOON.minusMillis(1))).isFalse();
        assertThat(NEW.after(new Entry.Held("x")).isDue(NOON)).isFalse();
        assertThat(NEW.after(new Entry.Held("x")).after(new Entry.Released()).isDue(NOON)).isTrue();
        Item done =
                NEW.after(new Entry.Delivered(0, NOON, "h", ""))
                        .after(new Entry.Failed(1, NOON, "h", ""));
        assertThat(done.isDue(NOON)).isFalse();
        assertThat(done.isDone()).isTrue();
    }
}
