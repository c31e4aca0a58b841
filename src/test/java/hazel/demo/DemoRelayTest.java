package hazel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;
import hazel.store.Flag;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.maildir.MaildirStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Mail through the demo's relay, from the socket to the mailbox.
@Timeout(60)
class DemoRelayTest {

    @TempDir private Path dir;
    private DemoHome home;
    private DemoRelay relay;
    private Path socket;

    @BeforeEach
    void aDemo() throws MailException {
        home = DemoHome.make(dir, Clock.systemUTC());
        socket = home.root().resolve("relay/socket");
        relay =
                DemoRelay.start(
                        home,
                        home.root().resolve("relay"),
                        socket,
                        Duration.ZERO,
                        Clock.systemUTC());
    }

    @AfterEach
    void theEnd() {
        relay.close();
        home.close();
    }

    private void send(String to) throws MailException {
        var envelope =
                new Envelope(Address.parse(DemoHome.YOU), List.of(Address.parse(to).orElseThrow()));
        byte[] message =
                """
                Date: Tue, 24 Nov 2026 10:00:00 +0000
                From: you@demo.example
                To: %s
                Subject: Nuts
                Message-ID: <nuts@demo.example>

                Any left?
                """
                        .formatted(to)
                        .replace("\n", "\r\n")
                        .getBytes(US_ASCII);
        try (var client = SmtpClient.open(Server.unix(socket), new Transcript())) {
            assertThat(client.submit(Transaction.of(envelope, message)).accepted()).hasSize(1);
        }
    }

    /// What arrives next in a mailbox; the test's own time limit ends the wait.
    private String arrived(String mailbox) throws MailException {
        while (true) {
            try (var store = MaildirStore.open(home.mail(), Clock.systemUTC());
                    var open = store.open(new MailboxName(mailbox))) {
                var recent = new ArrayList<hazel.store.Uid>();
                open.scan(
                        e -> {
                            if (e.flags().contains(Flag.RECENT)) {
                                recent.add(e.uid());
                            }
                        },
                        Progress.UNWATCHED);
                Optional<hazel.store.Uid> newest =
                        recent.stream().filter(u -> text(open, u).contains("<nuts@")).findFirst();
                if (newest.isPresent()) {
                    return text(open, newest.get());
                }
            }
            Thread.onSpinWait();
        }
    }

    private static String text(hazel.store.Mailbox mailbox, hazel.store.Uid uid) {
        try {
            return new String(mailbox.fetch(uid), UTF_8);
        } catch (MailException e) {
            return ""; // renamed by a delivery meanwhile; looked at again
        }
    }

    @Test
    void mailToYouIsDelivered() throws Exception {
        send("you@demo.example");

        assertThat(arrived("INBOX"))
                .startsWith(
                        "Return-Path: <you@demo.example>\n"
                                + "Envelope-To: you@demo.example\n"
                                + "Delivered-To: you@demo.example\n");
    }

    @Test
    void theRobotAnswersForAPersonInTheSampleMail() throws Exception {
        send("ada@orchard.example");

        assertThat(arrived("INBOX"))
                .contains(
                        "From: Robin the Robot <ada@orchard.example>",
                        "In-Reply-To: <nuts@demo.example>",
                        "> Any left?");
    }

    @Test
    void aPostToTheListComesBackFromTheList() throws Exception {
        send("hazelnuts@lists.demo.example");

        assertThat(arrived("Lists/hazelnuts"))
                .startsWith("List-Id: Hazelnuts <hazelnuts.lists.demo.example>\n");
    }

    @Test
    void mailToAnywhereElseComesBackAndSaysWhy() throws Exception {
        send("somebody@example.net");

        assertThat(arrived("INBOX"))
                .contains(
                        "Return-Path: <>",
                        "Content-Type: multipart/report",
                        "nothing leaves this machine",
                        "Final-Recipient: rfc822; somebody@example.net");
    }
}
