package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendmailCommandTest {

    @ParameterizedTest
    @CsvSource({
        "0, '', ACCEPTED",
        "75, '', TEMPORARY",
        "71, '', TEMPORARY",
        "74, '', TEMPORARY",
        "69, 'msmtp: server message: 451 4.7.1 Greylisted', TEMPORARY",
        "1, 'ssmtp: RCPT TO (451 later)', TEMPORARY",
        "69, 'server message: 550 5.1.1 unknown', PERMANENT",
        "1, 'host10451 is unknown', PERMANENT",
        "64, '', PERMANENT",
        "67, '', PERMANENT",
        "78, 'at line 451', PERMANENT",
        "137, '', UNCERTAIN"
    })
    void theExitStatusAndWhatWasSaidAreRead(
            int status, String said, SendmailCommand.Result result) {
        assertThat(SendmailCommand.result(status, said)).isEqualTo(result);
    }
}
