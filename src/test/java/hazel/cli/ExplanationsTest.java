package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplanationsTest {

    @Test
    void eachReplyOfAMailboxServerIsExplained() {
        String session =
                """
                -- connecting to 192.0.2.1 port 993
                S: * OK Ready
                C: a1 CAPABILITY
                S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
                S: a1 OK done
                C: a2 AUTHENTICATE PLAIN
                S: +
                C: ***
                S: a2 NO [AUTHENTICATIONFAILED] wrong
                """;
        assertThat(String.join("\n", Explanations.imap(session.lines().toList())) + "\n")
                .isEqualTo(
                        """
                        -- connecting to 192.0.2.1 port 993
                        S: * OK Ready
                                     the server is ready
                        C: a1 CAPABILITY
                                     Hazel asks what the server can do
                        S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
                                     the server says what it can do
                        S: a1 OK done
                                     done
                        C: a2 AUTHENTICATE PLAIN
                                     Hazel logs in; the password is not shown
                        S: +
                                     the server asks for the next part of the login
                        C: ***
                        S: a2 NO [AUTHENTICATIONFAILED] wrong
                                     the login is refused: the user's name or the password is wrong
                        """);
    }
}
