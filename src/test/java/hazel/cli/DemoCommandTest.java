package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class DemoCommandTest {

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
