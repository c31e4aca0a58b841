package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.dns.DomainName;
import hazel.dns.MtaSts;
import hazel.dns.PaperResolver;
import hazel.relay.Relays.Inbox;
import hazel.relay.Relays.Talk;
import hazel.relay.session.Reach;
import hazel.smtp.Server;
import hazel.spool.Item;
import hazel.spool.RetrySchedule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What a relay knows when it starts anew.
class MemoryTest {

    private static final DomainName FAR = DomainName.of("far.test");
    private static final PaperResolver DNS =
            PaperResolver.of("_mta-sts.far.test. TXT \"v=STSv1; id=7\"");

    @TempDir private Path dir;

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private String served = "version: STSv1\nmode: enforce\nmx: a.far.test\nmax_age: 1000000\n";
    private int fetches;

    @Test
    void aPolicyHoldsToItsEndWhoeverStartsAnewAndWhateverTheServerSays() throws Exception {
        assertThat(asked(learnt())).isPresent();
        served = "";
        now = now.plusSeconds(999_000);

        Memory anew = learnt();
        assertThat(asked(anew).map(MtaSts.Policy::mx).orElseThrow()).containsExactly("a.far.test");
        now = now.plusSeconds(2000);
        assertThat(asked(anew)).isEmpty();
        assertThat(asked(learnt())).isEmpty();
    }

    @Test
    void thatAPolicyWasFetchedIsToldAndNothingElse() throws Exception {
        Memory memory = learnt();
        var told = new AtomicInteger();
        memory.policies().onLearning(told::incrementAndGet);
        asked(memory);
        asked(memory);
        assertThat(told).hasValue(1);
        now = now.plus(Duration.ofDays(1));
        served = "";
        asked(memory);
        assertThat(told).hasValue(1);
    }

    @Test
    void aPolicyOfADayIsFetchedAgainAndNotAtEveryMessageWhereThatFails() throws Exception {
        Memory memory = learnt();
        asked(memory);
        asked(memory);
        assertThat(fetches).isEqualTo(1);
        now = now.plus(Duration.ofDays(1));
        served = "";
        asked(memory);
        assertThat(asked(memory)).isPresent();
        assertThat(fetches).isEqualTo(2);
        now = now.plus(Duration.ofMinutes(5));
        served = "version: STSv1\nmode: none\nmax_age: 86400\n";
        assertThat(asked(memory).map(MtaSts.Policy::mode)).contains("none");
        assertThat(fetches).isEqualTo(3);
    }

    @Test
    void aHostThatWasDownIsLeftAloneAsLongAsItWouldHaveBeen() throws Exception {
        Memory before = memory();
        before.hosts().failed("mx.far.test [192.0.2.1]", "no 100 % + answer\nat all");
        before.hosts().failed("mx.far.test [192.0.2.1]", "no 100 % + answer\nat all");
        Optional<String> said = before.hosts().pause("mx.far.test [192.0.2.1]", Optional.empty());
        Memory after = reread(before);
        assertThat(after.hosts().pause("mx.far.test [192.0.2.1]", Optional.empty()))
                .isEqualTo(said)
                .isPresent();
        now = now.minusSeconds(60);
        assertThat(after.hosts().pause("mx.far.test [192.0.2.1]", Optional.empty())).isEmpty();
    }

    @Test
    void aFileThatIsCutOffOrChangedAnywhereCountsAsNone() throws Exception {
        Memory before = memory();
        before.hosts().failed("mx.far.test", "no answer");
        asked(before);
        byte[] whole = before.written().getBytes(UTF_8);
        Path file = dir.resolve("memory");
        for (int i = 0; i < whole.length; i++) {
            Files.write(file, Arrays.copyOf(whole, i));
            assertThat(known(file)).as("cut at " + i).isFalse();
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThat(known(file)).as("changed at " + i).isFalse();
        }
        Files.write(file, whole);
        assertThat(known(file)).isTrue();
    }

    private boolean known(Path file) {
        Memory memory = memory();
        memory.read(file);
        return memory.hosts().pause("mx.far.test", Optional.empty()).isPresent();
    }

    @Test
    void theFileHasABoundAndKeepsWhatWasLearntLast() throws Exception {
        Memory before = memory();
        for (int i = 0; i < 10_000; i++) {
            before.hosts().failed(i + "." + "x".repeat(250), "y".repeat(5000));
        }
        assertThat(before.written().length()).isBetween((3 << 20) - 1000, (4 << 20) + 100);
        Hosts after = reread(before).hosts();
        assertThat(after.pause("9999." + "x".repeat(250), Optional.empty())).isPresent();
        assertThat(after.pause("0." + "x".repeat(250), Optional.empty())).isEmpty();
    }

    @Test
    void aRelayThatStartsAnewDoesNotAskASmarthostThatWasDown() throws Exception {
        Path directory = dir.resolve("relay");
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = nobody.getLocalPort();
            nobody.close();
            for (String expected : new String[] {"cannot connect", "is left alone until"}) {
                try (Relay relay = relay(directory, port);
                        Talk talk = Talk.with(relay)) {
                    talk.upToData("ada@home.test", "bob@far.test");
                    talk.raw("From: <ada@home.test>\r\n\r\nhi\r\n.\r\n").reply();
                    assertThat(saidOfLast(directory)).contains(expected);
                }
            }
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("memory"))).hasSize(2);
    }

    @Test
    void aRelayThatLearnsNothingWritesNothing() throws Exception {
        Path file = dir.resolve("relay/memory");
        relay(dir.resolve("relay"), 1).close();
        Object first = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        relay(dir.resolve("relay"), 1).close();
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(first);
    }

    private static String saidOfLast(Path directory) throws Exception {
        while (true) {
            Item last = RelayQueue.in(directory).list().getLast();
            if (!last.recipients().getFirst().reply().isEmpty() && last.sending().isEmpty()) {
                return last.recipients().getFirst().reply();
            }
            Thread.yield();
        }
    }

    private static Relay relay(Path directory, int port) throws Exception {
        var smarthost = Server.tcp("127.0.0.1", port, Server.Tls.NONE_LOOPBACK_ONLY);
        return Relay.start(
                Relays.settings(directory, Relays.LIMITS, Relays.loopback(Reach.ANYWHERE)),
                new Relay.Wiring(
                        new Inbox(),
                        Optional.of(() -> smarthost),
                        InstantSource.system(),
                        () -> 0));
    }

    private Memory memory() {
        return new Memory(
                new Hosts(new Hosts.Limits(3, 2), RetrySchedule.DEFAULT, () -> now),
                new StsPolicies(() -> now),
                new Senders(() -> now));
    }

    private Memory reread(Memory before) throws Exception {
        Files.writeString(dir.resolve("memory"), before.written());
        Memory after = memory();
        after.read(dir.resolve("memory"));
        return after;
    }

    /// A memory with what the file has.
    private Memory learnt() throws Exception {
        Memory memory = memory();
        memory.read(dir.resolve("memory"));
        return memory;
    }

    /// The policy in force; what was learnt goes into the file.
    private Optional<MtaSts.Policy> asked(Memory memory) throws Exception {
        Optional<MtaSts.Policy> policy = memory.policies().of(FAR, DNS, () -> _ -> fetched());
        Files.writeString(dir.resolve("memory"), memory.written());
        return policy;
    }

    private MtaSts.Fetched fetched() {
        fetches++;
        return new MtaSts.Fetched(served, served.isEmpty() ? "no connection" : "");
    }
}
