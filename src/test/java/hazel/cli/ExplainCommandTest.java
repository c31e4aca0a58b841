package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

class ExplainCommandTest {

    private static final String FINAL =
            "It is final: the message comes back in a report, and has to be changed or sent to"
                    + " another address.\n";
    private static final String LATER =
            "Whoever sends keeps the message and tries again by itself, mostly for some days;"
                    + " nothing has to be done.";

    @TempDir private Path root;

    private String explained(String... words) {
        try (var home = new Home(root)) {
            String[] all = new String[words.length + 1];
            all[0] = "explain";
            System.arraycopy(words, 0, all, 1, words.length);
            Home.Said said = home.hazel(all);
            return said.status() == 0 ? said.out() : said.status() + " " + said.err();
        }
    }

    @Test
    void bothCodesAreExplainedAndWhatHappensNext() {
        assertThat(explained("451", "4.7.1"))
                .isEqualTo(
                        "451: something went wrong at the server; later it may work\n"
                                + "4.7.1: you may not send this to there\n"
                                + LATER
                                + "\n");
        assertThat(explained("421"))
                .isEqualTo(
                        "421: the server ends the session; to be tried again later\n"
                                + LATER
                                + " The server closes the connection.\n");
        assertThat(explained("556"))
                .isEqualTo("556: the recipient's domain takes no mail at all\n" + FINAL);
    }

    @Test
    void anAnswerMayBeGivenAsItCame() {
        assertThat(explained("550-5.1.1 <bob@example.org>: no such user"))
                .isEqualTo(
                        "550: the mailbox does not exist, or the server refuses\n"
                                + "5.1.1: there is no such mailbox\n"
                                + FINAL);
    }

    @Test
    void whatIsNotKnownMeansWhatItsClassDoes() {
        assertThat(explained("524", "5.2.4"))
                .isEqualTo(
                        "524: no, and trying again will not help\n"
                                + "5.2.4: the list could not be expanded\n"
                                + FINAL);
        assertThat(explained("5.7.99"))
                .isEqualTo("5.7.99: something about security or policy\n" + FINAL);
        assertThat(explained("4.99.99"))
                .isEqualTo("4.99.99: not now: later it may work\n" + LATER + "\n");
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(explained("--json", "552 5.2.2"))
                .isEqualTo(
                        "{\"code\":552,\"meaning\":\"the message is too large, or the mailbox is"
                                + " full\",\"enhanced\":\"5.2.2\",\"enhancedMeaning\":\"the mailbox"
                                + " is full\",\"permanent\":true,\"next\":\""
                                + FINAL.strip()
                                + "\"}\n");
    }

    @Test
    void aWordOfMailIsExplained() {
        assertThat(explained("Null", "MX"))
                .isEqualTo("null mx: 'MX 0 .': the domain takes no mail at all.\nRFC 7505\n");
        assertThat(explained("mail-user-agent")).startsWith("mua, mail user agent: ");
        assertThat(explained("--json", "spf"))
                .startsWith("{\"word\":\"spf\",\"meaning\":\"A domain ");
        assertThat(explained().lines()).contains("envelope", "mx, mail exchanger");
        Set<String> names = new HashSet<>();
        for (Glossary.Term term : Glossary.TERMS) {
            assertThat(term.source()).matches("RFC [0-9]{4}( section [0-9.]+)?");
            assertThat(names).doesNotContainAnyElementsOf(term.names());
            names.addAll(term.names());
        }
    }

    @Test
    void whatIsNoCodeIsSaidSo() {
        for (String no : new String[] {"hello", "600", "55", "6.1.1", "5.1", "\u001b[2J"}) {
            assertThat(explained(no)).startsWith("64 hazel: '").doesNotContain("\u001b");
        }
    }
}
