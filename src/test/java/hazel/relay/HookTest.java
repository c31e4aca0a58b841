package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Blocked;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.Relays.Talk;
import hazel.relay.session.Reach;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A relay in which somebody outside has a say.
class HookTest {

    @TempDir private Path dir;
    private final Relays.Inbox inbox = new Relays.Inbox();
    private final List<Hook.Question> asked = new ArrayList<>();
    private final Map<Hook.Phase, Hook.Answer> answers = new EnumMap<>(Hook.Phase.class);
    private boolean isSilent;

    private synchronized Hook.Answer answer(Hook.Question question) throws MailException {
        asked.add(question);
        if (isSilent) {
            throw new MailException(new Problem.Failed("hook", "the hook took too long"));
        }
        return answers.getOrDefault(question.phase(), new Hook.Answer.Accept());
    }

    private Relay relay(Reach reach) throws MailException {
        var checks =
                new Checks(
                        false,
                        Optional.empty(),
                        Blocked.NOBODY,
                        List.of(),
                        List.of(),
                        Checks.Malformed.ACCEPT,
                        Optional.empty(),
                        Optional.of(this::answer),
                        () -> {
                            throw new IllegalStateException("nobody is to be asked");
                        });
        Inbound inbound = Relays.inbound(checks);
        return Relay.start(
                Relays.settings(
                        dir.resolve("relay"), Relays.LIMITS, inbound, Relays.loopback(reach)),
                Relays.wiring(inbox));
    }

    @Test
    void itIsAskedAtEachStepAndMarksTheMessage() throws Exception {
        answers.put(Hook.Phase.CONNECT, new Hook.Answer.Tag("X-Client", "seen"));
        answers.put(Hook.Phase.RCPT, new Hook.Answer.Tag("X-Rcpt", "seen"));
        answers.put(Hook.Phase.DATA, new Hook.Answer.Tag("X-Data", "seen"));
        try (Relay relay = relay(Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "nobody@home.test", "ada@home.test");
            assertThat(talk.raw("Subject: gr\u00c3\u00bcn\r\n\r\nhi\r\n.\r\n").reply())
                    .startsWith("250 ");
            assertThat(inbox.next().text())
                    .contains("X-Data: seen\r\nX-Rcpt: seen\r\nX-Client: seen\r\nSubject: ");
            talk.say("MAIL FROM:<>");
            talk.say("RCPT TO:<ada@home.test>");
            answers.clear();
            talk.say("DATA");
            talk.raw("Subject: x\r\n\r\nhi\r\n.\r\n").reply();
            assertThat(inbox.next().text()).contains("X-Client: seen\r\n").contains("X-Rcpt: seen");
            talk.say("MAIL FROM:<>");
            talk.say("RCPT TO:<ada@home.test>");
            talk.say("DATA");
            talk.raw("Subject: x\r\n\r\nhi\r\n.\r\n").reply();
            assertThat(inbox.next().text()).doesNotContain("X-Rcpt").contains("X-Client: seen\r\n");
        }
        assertThat(asked.subList(0, 4))
                .extracting(q ->
                        q.phase()
                                + " "
                                + q.caller().from()
                                + " "
                                + q.caller().hello()
                                + " "
                                + q.from().map(a -> a.addrSpec()).orElse("-")
                                + " "
                                + q.to().size()
                                + " "
                                + q.size()
                                + " "
                                + q.header())
                .containsExactly(
                        "CONNECT [127.0.0.1]  - 0 0 ",
                        "MAIL [127.0.0.1] client.test bob@far.test 0 0 ",
                        "RCPT [127.0.0.1] client.test bob@far.test 1 0 ",
                        "DATA [127.0.0.1] client.test bob@far.test 1 22 Subject: gr\u00fcn\r\n");
    }

    @Test
    void whatItRefusesIsNotTaken() throws Exception {
        try (Relay relay = relay(Reach.ANYWHERE)) {
            answers.put(Hook.Phase.CONNECT, new Hook.Answer.Reject(554, "Not you"));
            try (Talk talk = Talk.with(relay)) {
                assertThat(talk.reply()).isEqualTo("554 5.7.1 Not you");
                assertThat(talk.reply()).isEqualTo("closed");
            }
            answers.remove(Hook.Phase.CONNECT);
            try (Talk talk = Talk.with(relay)) {
                talk.reply();
                talk.say("EHLO a");
                answers.put(Hook.Phase.MAIL, new Hook.Answer.Defer("Later"));
                assertThat(talk.say("MAIL FROM:<>")).isEqualTo("451 4.7.1 Later");
                assertThat(talk.say("RCPT TO:<ada@home.test>")).startsWith("503 ");
                answers.remove(Hook.Phase.MAIL);
                assertThat(talk.say("MAIL FROM:<>")).startsWith("250 ");
                answers.put(Hook.Phase.RCPT, new Hook.Answer.Reject(550, "Not her"));
                assertThat(talk.say("RCPT TO:<ada@home.test>")).isEqualTo("550 5.7.1 Not her");
                assertThat(talk.say("DATA")).startsWith("554 ");
                answers.remove(Hook.Phase.RCPT);
                assertThat(talk.say("RCPT TO:<ada@home.test>")).startsWith("250 ");
                talk.say("DATA");
                answers.put(Hook.Phase.DATA, new Hook.Answer.Reject(550, "Not this"));
                assertThat(talk.raw("Subject: x\r\n\r\n.\r\n").reply())
                        .isEqualTo("550 5.7.1 Not this");
            }
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).list()).isEmpty();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void whatItDiscardsIsKeptApart() throws Exception {
        answers.put(Hook.Phase.DATA, new Hook.Answer.Discard());
        try (Relay relay = relay(Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada@home.test");
            assertThat(talk.raw("Subject: x\r\n\r\n.\r\n").reply()).startsWith("250 ");
        }
        var quarantine = new Quarantine(dir.resolve("relay"), InstantSource.system());
        assertThat(quarantine.find(quarantine.ids().getFirst()).orElseThrow().why())
                .isEqualTo("a hook says so");
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void withoutAnAnswerMailOfWhoMaySendAnywhereIsTakenAndOthersComeAgain() throws Exception {
        isSilent = true;
        try (Relay relay = relay(Reach.ANYWHERE);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada@home.test");
            assertThat(talk.raw("Subject: x\r\n\r\n.\r\n").reply()).startsWith("250 ");
            assertThat(inbox.next().text()).contains("Subject: x");
        }
        try (Relay relay = relay(Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            assertThat(talk.reply()).startsWith("451 4.7.1 ");
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).log(50))
                .anyMatch(line -> line.endsWith("- == the hook took too long"));
    }
}
