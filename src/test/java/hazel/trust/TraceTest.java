package hazel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import hazel.mime.MessageParser;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

class TraceTest {

    static final Instant NOW = Instant.parse("2002-06-01T00:00:00Z");

    /// As in 'Introduction to Internet Mail'.
    private static final String LECTURE =
            """
            Received: from taurus.cus.cam.ac.uk ([192.168.34.54] ident=exim)
              by mauve.csi.cam.ac.uk with esmtp (Exim 4.00) id 1763HU-0005yV-00
              for julius@ancient-rome.net; Fri, 10 May 2002 11:50:39 +0100
            Received: from ph10 (helo=localhost)
              by taurus.cus.cam.ac.uk with local-smtp (Exim 3.36) id 1763HG-00023s-00;
              Fri, 10 May 2002 11:50:25 +0100
            Date: Fri, 10 May 2002 11:29:24 +0100 (BST)
            From: Philip Hazel <ph10@cus.cam.ac.uk>
            To: Julius Caesar <julius@ancient-rome.net>
            Message-ID: <Pine.SOL.3.96.990117111343.19032A-100000@taurus.cus.cam.ac.uk>
            Subject: A message in transit

            """;

    static Trace trace(String message, Trusted trusted) {
        return Trace.of(MessageParser.parse(message.getBytes(UTF_8)).header(), trusted, NOW);
    }

    private static String text(Trace trace) {
        return TraceText.rows(trace, 80).stream().map(Row::text).collect(joining("\n", "", "\n"));
    }

    private static List<String> standings(Trace trace) {
        return trace.steps().stream().map(s -> s.number() + " " + s.standing()).toList();
    }

    @Test
    void whatHazelNotedOfTheFirstStepComesFirst() {
        var handover =
                new Handover(
                        "mail.example.org",
                        OffsetDateTime.parse("2026-11-30T12:00:00Z"),
                        "10sPdr-00034H-00");
        Trace copy = trace("Subject: x\n\n", Trusted.NOBODY).with(List.of(handover));
        assertThat(text(copy))
                .startsWith(
                        """
                        How it was handed in here
                          30 Nov 2026 12:00:00 +0000 to mail.example.org, which took it as
                            10sPdr-00034H-00
                          Where it does not arrive, ask the postmaster of that server about this id.

                        The way it came, newest first
                          no server wrote a Received field
                        """);
    }

    @Test
    void theLecturesMessageIsTracedFromHopToHop() {
        assertThat(text(trace(LECTURE, Trusted.NOBODY)))
                .isEqualTo(
                        """
                        The way it came, newest first
                         hop  when                        after         with         TLS
                           2  10 May 2002 11:50:39 +0100  14 s          esmtp        none
                              from taurus.cus.cam.ac.uk [192.168.34.54]
                              by   mauve.csi.cam.ac.uk, id 1763HU-0005yV-00, for
                                julius@ancient-rome.net
                              ! 192.168.34.54 is an address of inside networks
                              ! ident=exim is what the client's own machine said
                           1  10 May 2002 11:50:25 +0100  21 min 1 s    local-smtp   none
                              from ph10
                              by   taurus.cus.cam.ac.uk, id 1763HG-00023s-00
                              ! 'local-smtp' is not a registered protocol
                              written 10 May 2002 11:29:24 +0100

                        Signs of forgery
                          none found
                        """);
    }

    @Test
    void inFewColumnsEachCellIsStillThere() {
        List<String> rows =
                TraceText.rows(trace(LECTURE, Trusted.NOBODY), 40).stream().map(Row::text).toList();
        assertThat(rows)
                .allMatch(row -> row.length() <= 40)
                .startsWith(
                        "The way it came, newest first",
                        "   2  10 May 2002 11:50:39 +0100",
                        "      after 14 s, with esmtp, no TLS");
        String secured = LECTURE.replaceFirst("with esmtp", "with esmtps");
        assertThat(TraceText.rows(trace(secured, Trusted.NOBODY), 40))
                .extracting(Row::text)
                .contains("      after 14 s, with esmtps, TLS");
    }

    @Test
    void whatAServerOfOnesOwnSawIsBelievedAndNothingBelow() {
        String message =
                """
                Received: from mx1.example.org (mx1.example.org [10.0.0.5])
                  by imap.example.org with LMTP id a1; Fri, 10 May 2002 12:00:03 +0000
                Received: from evil (unknown [203.0.113.9])
                  by mx1.example.org (Postfix) with ESMTPS id b2; Fri, 10 May 2002 12:00:02 +0000
                Received: from inside.example.org (inside.example.org [10.0.0.7])
                  by mx1.example.org with ESMTPSA id c3; Fri, 10 May 2002 12:00:01 +0000
                From: ada@example.org

                """;
        Trace trace = trace(message, Trusted.NOBODY);
        assertThat(standings(trace)).containsExactly("3 BELIEVED", "2 BELIEVED", "1 CLAIMED");
        assertThat(trace.client().orElseThrow().address().orElseThrow().getHostAddress())
                .isEqualTo("203.0.113.9");
    }

    @Test
    void serversInAnotherDomainAreOnesOwnWhereTheSettingSaysSo() {
        String message =
                """
                Received: by 2002:a05:6a10:0:b0:2c4 with SMTP id a1; Fri, 10 May 2002 12:00:04 +0000
                Received: from out.hoster.example (out.hoster.example [198.51.100.7])
                  by mx.google.com with ESMTPS id b2; Fri, 10 May 2002 12:00:03 +0000
                Received: from other.example.net (other.example.net [203.0.113.9])
                  by in.hoster.example with ESMTP id c3; Fri, 10 May 2002 12:00:02 +0000
                Received: from somebody by other.example.net with SMTP; Fri, 10 May 2002 12:00:01 +0000

                """;
        assertThat(standings(trace(message, Trusted.NOBODY)))
                .containsExactly("4 BELIEVED", "3 BELIEVED", "2 CLAIMED", "1 CLAIMED");
        var trusted = new Trusted(List.of(), List.of("google.com", "hoster.example"));
        assertThat(standings(trace(message, trusted)))
                .containsExactly("4 BELIEVED", "3 BELIEVED", "2 BELIEVED", "1 CLAIMED");
    }

    @Test
    void onlyAConfiguredServerIsBelievedAboutItsChecksAndOnlyAboveWhatWasHandedIn() {
        String message =
                """
                Authentication-Results: mx.mine (v; 1); dkim=fail (bad; very) header.d=bank.example;
                  spf=softfail smtp.mailfrom=bank.example
                Authentication-Results: mx.other; dkim=pass header.d=bank.example
                Received: from evil (unknown [203.0.113.9])
                  by mx.mine with ESMTP id a1; Fri, 10 May 2002 12:00:00 +0000
                Authentication-Results: mx.mine; dkim=pass header.d=bank.example
                Received: from bank.example by mx.mine with ESMTP; Fri, 10 May 2002 11:00:00 +0000
                From: Bank <service@bank.example>

                """;
        Trace trace = trace(message, new Trusted(List.of("MX.mine"), List.of()));
        assertThat(trace.checks())
                .containsExactly(
                        new AuthenticationResults(
                                "mx.mine",
                                List.of(
                                        new AuthenticationResults.Result(
                                                "dkim", "fail", List.of("header.d=bank.example")),
                                        new AuthenticationResults.Result(
                                                "spf",
                                                "softfail",
                                                List.of("smtp.mailfrom=bank.example"))),
                                ""),
                        new AuthenticationResults(
                                "mx.other",
                                List.of(
                                        new AuthenticationResults.Result(
                                                "dkim", "pass", List.of("header.d=bank.example"))),
                                "trust.authserv does not name mx.other"),
                        new AuthenticationResults(
                                "mx.mine",
                                List.of(
                                        new AuthenticationResults.Result(
                                                "dkim", "pass", List.of("header.d=bank.example"))),
                                "it may have been handed in with the message"));
        assertThat(trace(message, Trusted.NOBODY).checks())
                .noneMatch(AuthenticationResults::isBelieved);
    }

    @Test
    void whatCannotBeReadIsShownAsItStandsAndHarmless() {
        Trace trace =
                trace(
                        """
                        Received: from a.example by b.example with SMTP; yesterday at noon
                        Received: (qmail 27981 invoked by uid 225); 14 Mar 2003 07:24:34 -0000
                        Received: no \u001b]0;pwned\u0007 sense
                        Received:
                        Return-Path: <x@\u001b[2Jexample.org>

                        """,
                        Trusted.NOBODY);
        assertThat(text(trace))
                .contains("from a.example by b.example with SMTP; yesterday at noon")
                .contains("(qmail 27981 invoked by uid 225); 14 Mar 2003 07:24:34 -0000")
                .contains("no ␛]0;pwned␇ sense")
                .contains("Return-Path: <x@␛[2Jexample.org>")
                .doesNotContain("\u001b");
        assertThat(trace.steps()).hasSize(4);
    }

    @Test
    void datesToComeAndDatesThatGoBackAreRemarked() {
        Trace trace =
                trace(
                        """
                        Received: from a.example (a.example [192.0.2.1]) by mx.example.org with ESMTP;
                          Fri, 10 May 2002 12:00:00 +0000
                        Received: from c.example by d.example with ESMTP; Sun, 2 Jun 2002 02:00:00 +0000

                        """,
                        Trusted.NOBODY);
        assertThat(trace.steps().getFirst().remarks())
                .containsExactly(
                        new Remark(
                                Remark.Kind.GAP,
                                "it got the message from a.example, and the server before it calls"
                                        + " itself d.example"),
                        new Remark(
                                Remark.Kind.BACKWARDS,
                                "its date is 22 days 14 h before what came before it"));
        assertThat(trace.steps().getLast().remarks())
                .contains(
                        new Remark(Remark.Kind.FUTURE, "its date is still to come, in 1 day 2 h"));
    }

    @Test
    void aHeaderThatOnlyWantsToBeLongTakesNoTime() {
        String many = "Received: from " + "(".repeat(9000) + "a.".repeat(9000) + "; x\n";
        String dots = "Received: from x by " + "a.".repeat(4000) + "example; x\n";
        assertThat(trace((many + dots).repeat(300) + "\n", Trusted.NOBODY).steps()).hasSize(200);
    }
}
