package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=> bob@far.test H=mx.far.test C=\"250 2.0.0 ok\""
                        + " | => user1@host1.example H=host2.example C=\"250 2.0.0 ok\"",
                "<= <> from [192.0.2.1] size=1 | <= <> from [address1] size=1",
                "<= x@y.z from local socket user=ada | <= user1@host1.example from local socket"
                        + " user=user2",
                "failed login of ada from [IPv6:2001:db8::1]"
                        + " | failed login of user1 from [IPv6:address1]",
                "\"a\"@[192.0.2.1] and \"a\"@far.test"
                        + " | user1@host1.example and user1@host2.example",
                "C=\"550 5.1.1 <Bob@Far.TEST>: bob@far.test?\""
                        + " | C=\"550 5.1.1 <user1@host1.example>: user1@host1.example?\"",
                "cannot write /home/ada/q/x.env: full | cannot write /file1: full",
                "== ada@localhost H=mail C=x | == user1@host1.example H=host2.example C=x",
                "j\u00f6rg@m\u00fcller.test | user1@host1.example",
                "Status 4.7.1, TLS1.3, 250 OK id=ABC, size=10 | Status 4.7.1, TLS1.3, 250 OK"
                        + " id=ABC, size=10",
            })
    void standForWhoeverIsNamed(String line, String other) {
        assertThat(new Pseudonyms().of(line)).isEqualTo(other);
        assertThat(new Pseudonyms().of(line)).isEqualTo(other);
    }

    @Test
    void areTheSameForTheSameThroughout() {
        var names = new Pseudonyms();
        assertThat(names.of("ada@home.test grace@home.test"))
                .isEqualTo("user1@host1.example user2@host1.example");
        assertThat(names.of("user=grace H=home.test")).isEqualTo("user=user2 H=host1.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "a@", "1.", ":", "/a", "\"", "a"})
    void areFoundInTime(String piece) {
        assertThat(new Pseudonyms().of(piece.repeat(100_000))).isNotNull();
    }
}
