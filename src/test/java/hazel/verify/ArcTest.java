package hazel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Corpus;
import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.StringReader;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

class ArcTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void aMessageThatNobodySealedHasNone() {
        RawMessage message = RawMessage.of("From: ada@example.org\n\nx\n".getBytes(UTF_8));
        assertThat(Arc.check(message, (_, _) -> new Answer.NoAnswer(""), NOW)).isEqualTo(Arc.NONE);
    }

    /// Chains that the suite takes and RFC 6376 section 3.5 does not: no field is signed, and a
    /// signature in the simple form that is right in the relaxed one only.
    private static final Set<String> NOT_TAKEN = Set.of("ams_fields_h_empty", "ams_fields_c_na");

    /// The chains of the ARC test suite.
    @TestFactory
    Stream<DynamicTest> theSuitesChainsHoldOrBreakAsItSays() throws Exception {
        String text = Files.readString(Corpus.path("vectors/arc-validation.json"));
        JsonObject suite = Json.createReader(new StringReader(text)).readObject();
        return suite.getJsonArray("cases").getValuesAs(JsonObject.class).stream()
                .filter(each -> !NOT_TAKEN.contains(each.getString("name")))
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.getString("name"),
                                () ->
                                        run(
                                                each,
                                                suite.getJsonObject("env")
                                                        .getJsonObject(each.getString("env"))
                                                        .getJsonObject("txt_records"))));
    }

    private static void run(JsonObject each, JsonObject records) {
        Resolver resolver =
                (DomainName name, RecordType _) ->
                        records.containsKey(name.text())
                                ? new Answer.Found(
                                        List.of(new Data.Text(records.getString(name.text()))),
                                        List.of(),
                                        Answer.Marks.NONE)
                                : new Answer.NoSuchName(List.of(), Answer.Marks.NONE);
        byte[] octets = each.getString("message").getBytes(UTF_8);
        Arc arc = Arc.check(RawMessage.of(octets), resolver, NOW);
        String expected = each.getString("cv").toLowerCase(Locale.ROOT);
        assertThat(arc.result().word())
                .as(each.getString("description") + ": " + arc)
                .isEqualTo(expected.isEmpty() ? "fail" : expected);
    }
}
