package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class DemoCommandTest {

    @Test
    void theTourShowsALetterItsEnvelopeTheSessionAndWhatArrives() {
        var out = new StringWriter();
        var err = new StringWriter();

        int status =
                Main.run(
                        new String[] {"demo", "--tour"},
                        new PrintWriter(out),
                        new PrintWriter(err));

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .allMatch(line -> line.length() < 100)
                .contains(
                        "  | From: You <you@demo.example>                  from "
                                + " you@demo.example",
                        "  | To: Ada Filbert <ada@orchard.example>         to   "
                                + " ada@orchard.example",
                        "  | Subject: Supper                               to   "
                                + " you@demo.example",
                        "  C: RCPT TO:<you@demo.example>",
                        "  Return-Path: <you@demo.example>",
                        "  Envelope-To: you@demo.example",
                        "  To: Ada Filbert <ada@orchard.example>")
                .anyMatch(line -> line.startsWith("  S: 250 2.0.0 OK id="))
                .anyMatch(line -> line.startsWith("  Received: from "));
    }

    @Test
    void theSampleMailboxIsListedWhereThereIsNoTerminal() {
        if (Terminals.isTerminal()) {
            return; // a test run by hand would open the screens
        }
        var out = new StringWriter();
        var err = new StringWriter();

        int status = Main.run(new String[] {"demo"}, new PrintWriter(out), new PrintWriter(err));

        assertThat(status).isZero();
        assertThat(err.toString())
                .isEqualTo("hazel: no terminal here, so the sample mailbox is listed instead\n");
        assertThat(out.toString().lines())
                .hasSize(47)
                .anySatisfy(line ->
                        assertThat(line)
                                .contains("Robin the Robot", "Welcome to Hazel: start here"));
    }
}
