package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionWordsTest {

    @Test
    void eachReplyOfASubmissionIsExplained() {
        String session =
                """
                  0.001 -- connecting to 192.0.2.1 port 465
                  0.020 S: 220 mail.example.org ESMTP
                  0.021 C: EHLO localhost
                  0.030 S: 250-mail.example.org
                  0.030 S: 250-SIZE 10240000
                  0.030 S: 250-X-UNHEARD-OF
                  0.030 S: 250 AUTH PLAIN LOGIN
                  0.031 C: AUTH PLAIN ***
                  0.040 S: 535 5.7.8 Error
                  0.041 S: 451 4.3.0 Later
                """;
        assertThat(String.join("\n", SessionWords.explained(session.lines().toList())) + "\n")
                .isEqualTo(
                        """
                          0.001 -- connecting to 192.0.2.1 port 465
                          0.020 S: 220 mail.example.org ESMTP
                                     the server is ready
                          0.021 C: EHLO localhost
                                     Hazel says hello and asks what the server can do
                          0.030 S: 250-mail.example.org
                                     the server says its name, and then what it can do
                          0.030 S: 250-SIZE 10240000
                                     the largest message it takes, in octets
                          0.030 S: 250-X-UNHEARD-OF
                          0.030 S: 250 AUTH PLAIN LOGIN
                                     one can log in, in these ways
                          0.031 C: AUTH PLAIN ***
                                     Hazel logs in; what is secret is not shown
                          0.040 S: 535 5.7.8 Error
                                     the login is refused: the user's name or the password is wrong
                          0.041 S: 451 4.3.0 Later
                                     something went wrong at the server; later it may work
                        """);
    }
}
