package hazel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Makes the same mail in a Maildir, an mbox and an MH folder, to measure with: `MakeMail COUNT
/// DIRECTORY` writes `Maildir`, `mbox` and `MH/inbox`. The same count makes the same octets.
///
/// Headers are as mail has them that came over the net (Received, DKIM-Signature, References,
/// encoded words, folded address lists); bodies are of 1 to 15 KB. Nobody in it is real.
public final class MakeMail {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ROOT);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final List<String> NAMES =
            List.of(
                    "Ada Byron",
                    "Grace Hopper",
                    "\"Liskov, Barbara\"",
                    "=?utf-8?Q?K=C3=A4the_M=C3=BCller?=",
                    "=?iso-2022-jp?B?GyRCRURDZhsoQg==?=",
                    "Edsger W. Dijkstra",
                    "noreply");
    private static final List<String> WORDS =
            List.of(
                    "lunch",
                    "release",
                    "build",
                    "broken",
                    "again",
                    "minutes",
                    "of",
                    "the",
                    "meeting",
                    "invoice",
                    "patch",
                    "question",
                    "about",
                    "threads",
                    "order");

    private final Random random = new Random(4711);

    /// Which messages the next one may answer: a thread is alive for a while.
    private static final int ALIVE = 50;

    private final List<Threaded> recent = new ArrayList<>();

    private MakeMail() {}

    public static void main(String[] arguments) throws IOException {
        new MakeMail().make(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
    }

    private void make(int count, Path directory) throws IOException {
        for (String sub : List.of("Maildir/cur", "Maildir/new", "Maildir/tmp", "MH/inbox")) {
            Files.createDirectories(directory.resolve(sub));
        }
        Files.writeString(directory.resolve("MH/inbox/.mh_sequences"), "cur: 1\n");
        try (OutputStream mbox =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve("mbox")))) {
            Instant arrival = Instant.parse("2020-01-01T00:00:00Z");
            for (int i = 1; i <= count; i++) {
                arrival = arrival.plusSeconds(1 + random.nextInt(1800));
                boolean isSeen = random.nextInt(10) > 0;
                byte[] message = message(i, arrival).getBytes(UTF_8);
                String flags = (random.nextInt(20) == 0 ? "F" : "") + (isSeen ? "S" : "");
                Path file =
                        directory.resolve(
                                "Maildir/cur/%d.M%dP1.host:2,%s"
                                        .formatted(arrival.getEpochSecond(), i, flags));
                write(file, message, arrival);
                write(directory.resolve("MH/inbox/" + i), message, arrival);
                String from =
                        "From ada@example.org %s\n%s"
                                .formatted(
                                        ASCTIME.format(arrival.atOffset(ZoneOffset.UTC)),
                                        isSeen ? "Status: RO\n" : "");
                mbox.write(from.getBytes(UTF_8));
                mbox.write(message);
                mbox.write('\n');
            }
        }
    }

    /// A message and the first of its thread, by their msg-ids.
    private record Threaded(String id, String first) {}

    private void remember(Threaded message) {
        if (recent.size() < ALIVE) {
            recent.add(message);
        } else {
            recent.set(random.nextInt(ALIVE), message);
        }
    }

    private static void write(Path file, byte[] message, Instant arrival) throws IOException {
        Files.write(file, message);
        Files.setLastModifiedTime(file, FileTime.from(arrival));
    }

    private String message(int number, Instant date) {
        String id = number + "." + random.nextInt(1 << 30) + "@mail.example.org";
        var text = new StringBuilder();
        text.append("Return-Path: <list-bounces@lists.example.org>\n");
        for (int i = 0; i < 3; i++) {
            text.append(
                            "Received: from mx%d.example.org (mx%d.example.org [192.0.2.%d])\n"
                                    .formatted(i, i, random.nextInt(255)))
                    .append("\tby mail.example.net (Postfix) with ESMTPS id 4F")
                    .append(random.nextInt(1 << 30))
                    .append("\n\tfor <reader@example.net>; ")
                    .append(DATE.format(date.atOffset(ZoneOffset.UTC)))
                    .append('\n');
        }
        text.append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org;\n");
        for (int i = 0; i < 5; i++) {
            text.append("\t").append(random(64)).append('\n');
        }
        text.append("Date: ").append(DATE.format(date.atOffset(ZoneOffset.ofHours(number % 9))));
        text.append("\nFrom: ").append(one(NAMES)).append(" <").append("ada").append(number % 97);
        text.append("@example.org>\nTo: ");
        for (int i = 0; i <= random.nextInt(3); i++) {
            text.append(i > 0 ? ",\n " : "").append(one(NAMES)).append(" <to").append(i);
            text.append("@example.net>");
        }
        boolean isReply = !recent.isEmpty() && random.nextInt(3) > 0;
        text.append("\nMessage-ID: <").append(id).append(">\n");
        Threaded mine = new Threaded(id, id);
        if (isReply) {
            Threaded parent = recent.get(random.nextInt(recent.size()));
            mine = new Threaded(id, parent.first());
            text.append("In-Reply-To: <").append(parent.id()).append(">\nReferences: <");
            text.append(parent.first()).append(">\n");
            if (!parent.id().equals(parent.first())) {
                text.append("\t<").append(parent.id()).append(">\n");
            }
        }
        remember(mine);
        text.append("Subject: ").append(isReply ? "Re: " : "");
        for (int i = 0; i < 4; i++) {
            text.append(one(WORDS)).append(' ');
        }
        text.append(number % 11 == 0 ? "=?utf-8?B?w7xiZXI=?=" : Integer.toString(number));
        text.append("\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n");
        text.append("Content-Transfer-Encoding: 8bit\nX-Mailer: Example 1.0\n\n");
        int lines = 15 + random.nextInt(200);
        for (int i = 0; i < lines; i++) {
            text.append(i % 60 == 59 ? "From there on nobody knew: " : "");
            for (int j = 0; j < 9; j++) {
                text.append(one(WORDS)).append(' ');
            }
            text.append('\n');
        }
        return text.toString().replace("\nFrom there", "\n>From there");
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String random(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
