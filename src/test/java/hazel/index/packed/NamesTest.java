package hazel.index.packed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class NamesTest {

    /// Of a second name of the same kind, when its pattern is known.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4711                                            | 815                                             |  3
                    1420533061.M007919P1001Q2.host2,S=11524         | 1430533061.M017919P2001Q3.host2,S=1152          | 15
                    3f2a1b4c-1234-5678-9abc-def012345678@example.org | 0f2a1b4c-9234-0678-1abc-aef012345670@example.org | 18
                    20240101123456.GA12345@example.org              | 20250101123456.GA345@example.org                | 11
                    CAF-aBcDeF0x7Zq8Ty_kLmNoPqRs@mail.example.com   | CAF-bTcDfE9x0YqxTz_kLaNbPqCs@mail.example.com   | 25
                    """)
    void aNameCostsWhatIsParticularToIt(String first, String second, int octets) {
        var names = new Names.Writer();
        names.put(first, new RecordBuffer());
        var record = new RecordBuffer();
        names.put(second, record);

        assertThat(record.length()).isEqualTo(octets);
        assertThat(read(names.names(), record)).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "007",
                "18446744073709551616",
                "123456789012345678",
                "1234567890123456789012345678901234567890123456789",
                "@",
                "a@",
                "@b",
                "a@b@c",
                "abc@@",
                "deadbeef",
                "DEADBEEF00",
                "DeadBeef00",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef@x",
                "a b",
                "Zoë@example.org",
                "会議@例え.jp",
                "~!#$%^&*()_+=-`{}[]|\\:;\"',.?/",
                "x1y2z3w4",
                "12345678-lx3k9a2b"
            })
    void everyNameComesBack(String name) {
        assertThat(backAgain(new Names.Writer(), name)).isEqualTo(name);
    }

    @Test
    void soDoAnyNamesAtAll() {
        var random = new Random(5);
        var names = new Names.Writer();
        String some = "0123456789abcdefABCDEFxyzXYZ0000@@..--__+=$ é";
        for (int i = 0; i < 50_000; i++) {
            var name = new StringBuilder();
            for (int left = random.nextInt(40); left > 0; left--) {
                name.append(some.charAt(random.nextInt(some.length())));
            }
            assertThat(backAgain(names, name.toString())).isEqualTo(name.toString());
        }
    }

    @Test
    void aNameHasOneFormHoweverManyPatternsThereAre() {
        var names = new Names.Writer();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            all.add("w" + Integer.toString(i, 7).replaceAll("[0-6]", "$0x") + ".host");
            all.add(words(i) + "@example.org");
        }
        List<byte[]> forms = new ArrayList<>();
        for (String name : all) {
            var record = new RecordBuffer();
            names.put(name, record);
            forms.add(octets(record));
        }
        Names known = names.names();
        for (int i = 0; i < all.size(); i++) {
            var record = new RecordBuffer();
            assertThat(known.put(all.get(i), record)).isTrue();
            assertThat(octets(record)).isEqualTo(forms.get(i));
        }
    }

    @Test
    void aPatternNobodyPutIsNoNameHere() {
        var names = new Names.Writer();
        names.put("12.host", new RecordBuffer());

        assertThat(names.names().put("12.ghost", new RecordBuffer())).isFalse();
        assertThat(names.names().put("13.host", new RecordBuffer())).isTrue();
    }

    private static String words(int number) {
        return Integer.toString(number, 20)
                .chars()
                .mapToObj(c -> Character.isDigit(c) ? (char) ('k' + c - '0') : (char) c)
                .map(String::valueOf)
                .reduce("q", String::concat);
    }

    private static String backAgain(Names.Writer names, String name) {
        var record = new RecordBuffer();
        names.put(name, record);
        return read(names.names(), record);
    }

    private static String read(Names names, RecordBuffer record) {
        var from = new RecordBuffer.Cursor(record.octets(), 0);
        String name = names.get(from);
        assertThat(from.at()).isEqualTo(record.length());
        return name;
    }

    private static byte[] octets(RecordBuffer record) {
        return java.util.Arrays.copyOf(record.octets(), record.length());
    }
}
