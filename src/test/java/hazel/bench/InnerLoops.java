package hazel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.index.Facts;
import hazel.index.Query;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mail.Part;
import hazel.mime.HtmlText;
import hazel.mime.MessageParser;
import hazel.mime.RenderedHtml;
import hazel.mime.TopOfMessage;
import hazel.mime.TopScanner;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the loops cost that run once for each message, row or line, under JMH; judges nothing.
///
///     src/test/bench/inner [NAME]
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InnerLoops {

    private static final int ROWS = 100_000;

    private final byte[] message =
            """
            Return-Path: <ada@example.org>
            Received: from mx.example.org (mx.example.org [192.0.2.7])
            \tby mail.example.net with ESMTPS id 4711 for <bob@example.net>;
            \tMon, 04 May 2026 12:00:00 +0200
            DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=may;
            \th=from:to:subject:date; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
            \tb=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB4nujc7YopdG5dWLSdNg
            From: =?UTF-8?Q?Ada_L=C3=B6velace?= <ada@example.org>
            To: Bob <bob@example.net>, "Carol, of Accounts" <carol@example.net>
            Cc: team@example.net
            Subject: =?UTF-8?B?UmU6IFrDvHJpY2ggbWludXRlcw==?=
            Date: Mon, 4 May 2026 12:00:00 +0200
            Message-ID: <1234.5678@example.org>
            In-Reply-To: <1233.5678@example.net>
            References: <1.1@example.net> <2.2@example.org> <1233.5678@example.net>
            List-Id: Team <team.example.net>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe aus Z=C3=BCrich, and see you at lunch.
            --b
            Content-Type: text/html; charset=utf-8

            <p>Gr&uuml;&szlig;e aus Z&uuml;rich</p>
            --b--
            """
                    .replace("\n", "\r\n")
                    .getBytes(UTF_8);
    private final String line =
            "The minutes of the meeting in Zürich are attached; 会議 was long, and lunch short. "
                    .repeat(8);
    private final String html =
            "<table>"
                    + "<tr><td><b>Item</b><td>12,00 €<td><a href='https://example.org/x'>see</a></tr>"
                            .repeat(200)
                    + "</table>";

    private Snapshot snapshot = Snapshot.EMPTY;
    private final Facts facts = Facts.of(new MailboxRef("", MailboxName.INBOX), ZoneOffset.UTC);
    private final Query text = query("lunch");
    private final Query state = query("is:unread after:2020-01-01");

    private static Query query(String typed) {
        return Query.of(Query.parse(typed, LocalDate.of(2026, 1, 1))).orElseThrow();
    }

    @Setup
    public void index() {
        var builder = Snapshot.builder();
        MadeEntries.each(ROWS, builder::add);
        snapshot = builder.build();
    }

    @Benchmark
    public TopOfMessage topOfAMessage() {
        return TopScanner.scan(message, 0, message.length);
    }

    @Benchmark
    public Part partsOfAMessage() {
        return MessageParser.parse(message);
    }

    @Benchmark
    public RenderedHtml htmlOfTwoHundredRows() {
        return HtmlText.render(html, 80);
    }

    @Benchmark
    public String harmlessLine() {
        return Harmless.line(line);
    }

    @Benchmark
    public List<String> wrappedLine() {
        return Wrap.lines(line, 72);
    }

    @Benchmark
    public String cellOfAnIndexRow() {
        return Columns.fit(line, 40);
    }

    @Benchmark
    public RowSet limitToAWord() throws Exception {
        return text.rows(snapshot, facts, Progress.UNWATCHED);
    }

    @Benchmark
    public RowSet limitToAState() throws Exception {
        return state.rows(snapshot, facts, Progress.UNWATCHED);
    }

    @Benchmark
    public View orderedByDate() {
        return View.all(snapshot, new Sort(Sort.Key.DATE, Sort.Direction.ASCENDING));
    }

    @Benchmark
    public View threaded() {
        return View.all(snapshot, new Sort(Sort.Key.THREAD, Sort.Direction.ASCENDING));
    }
}
