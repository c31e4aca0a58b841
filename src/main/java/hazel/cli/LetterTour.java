package hazel.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.demo.DemoHome;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Server;
import hazel.smtp.SessionWords;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;
import hazel.store.Flag;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One letter on its way through the demo's relay: its envelope beside it, the session with the
/// relay, and what arrives.
///
/// @param socket of the demo's relay, which runs
record LetterTour(DemoHome home, Path socket, Clock clock, PrintWriter out) {

    private static final int COLUMNS = 78;
    private static final int LETTER = 44;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL = 20;

    /// A line of the session, with the time before it.
    private static final Pattern SAID = Pattern.compile("\\s*[0-9.]+ ([CS]: .*)");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    private static final String ID = "<tour@demo.example>";

    /// What the relay wrote above the letter.
    private static final Map<String, String> ADDED =
            Map.of(
                    "Return-Path",
                    "who was on the envelope as the sender: failures go there",
                    "Delivered-To",
                    "for whom it was put into this mailbox; twice the same would be a loop",
                    "Envelope-To",
                    "for whom it was on the envelope: the letter itself does not say it",
                    "Received",
                    "which server took it, from whom, when, and under which id");

    /// @throws MailException where it does not arrive
    void run() throws MailException {
        String letter =
                """
                From: You <%s>
                To: Ada Filbert <ada@orchard.example>
                Subject: Supper
                Date: %s
                Message-ID: %s

                Seven o'clock, under the big hazel?
                """
                        .formatted(
                                DemoHome.YOU,
                                DATE.format(clock.instant().atZone(clock.getZone())),
                                ID);
        say(
                "You write to Ada, with a blind copy to yourself. Here is the letter, and beside it"
                    + " the envelope that Hazel makes of it. Servers go by the envelope alone: what"
                    + " the letter says of its sender and its readers, they pass on unread.");
        beside(
                letter.lines().toList(),
                List.of(
                        "from  " + DemoHome.YOU,
                        "to    ada@orchard.example",
                        "to    " + DemoHome.YOU,
                        "      (the blind copy)"));
        say("Hazel hands it to the relay. C is what Hazel says, S what the relay answers:");
        var transcript = new Transcript();
        submit(letter.replace("\n", "\r\n").getBytes(US_ASCII), transcript);
        List<String> session =
                transcript.lines().stream()
                        .map(SAID::matcher)
                        .filter(Matcher::matches)
                        .map(said -> said.group(1))
                        .toList();
        SessionWords.explained(session).forEach(line -> out.println("  " + Harmless.line(line)));
        out.println();
        say(
                "With the last 250 it is the relay's care, whatever happens to Hazel now. A moment"
                        + " later your copy is in your mailbox. The letter is as it was; above it"
                        + " stands what the relay wrote:");
        header(arrived()).forEach(line -> out.println("  " + Harmless.line(line)));
        out.println();
        say(
                "So who reads a letter learns from Received and Return-Path how it came, and from"
                    + " To and From only what its writer wished to say. 'hazel trace' shows the way"
                    + " of any message, and 'hazel explain envelope' says more.");
    }

    private void say(String text) {
        Wrap.lines(text, COLUMNS).forEach(out::println);
        out.println();
        out.flush();
    }

    private void beside(List<String> letter, List<String> envelope) {
        for (int n = 0; n < Math.max(letter.size(), envelope.size()); n++) {
            String left = n < letter.size() ? letter.get(n) : "";
            String right = n < envelope.size() ? envelope.get(n) : "";
            out.println(("  | " + Columns.fit(left, LETTER) + "  " + right).stripTrailing());
        }
        out.println();
    }

    private void submit(byte[] letter, Transcript transcript) throws MailException {
        var envelope =
                new Envelope(
                        Address.parse(DemoHome.YOU),
                        Stream.of("ada@orchard.example", DemoHome.YOU)
                                .flatMap(a -> Address.parse(a).stream())
                                .toList());
        try (SmtpClient client = SmtpClient.open(Server.unix(socket), transcript)) {
            client.submit(Transaction.of(envelope, letter));
        }
    }

    private List<String> arrived() throws MailException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> found = inInbox();
            if (found.isPresent()) {
                return found.get().lines().takeWhile(line -> !line.isEmpty()).toList();
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new MailException(new Problem.Cancelled("the tour"));
            }
        }
        throw new MailException(new Problem.Failed("demo", "the letter has not arrived"));
    }

    private Optional<String> inInbox() throws MailException {
        try (var store = MaildirStore.open(home.mail(), clock);
                var inbox = store.open(MailboxName.INBOX)) {
            List<Uid> recent = new ArrayList<>();
            inbox.scan(
                    entry -> {
                        if (entry.flags().contains(Flag.RECENT)) {
                            recent.add(entry.uid());
                        }
                    },
                    Progress.UNWATCHED);
            for (Uid each : recent) {
                String text = new String(inbox.fetch(each), UTF_8);
                if (text.contains("Message-ID: " + ID)) {
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        }
    }

    /// Each field that was added, with what it is.
    private static List<String> header(List<String> lines) {
        return lines.stream()
                .flatMap(line -> {
                    String name = line.replaceFirst(":.*", "");
                    return ADDED.containsKey(name)
                            ? Stream.of("       (" + ADDED.get(name) + ")", line)
                            : Stream.of(line);
                })
                .toList();
    }
}
