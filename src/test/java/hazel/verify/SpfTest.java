package hazel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;
import hazel.dns.Addresses;
import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.PaperResolver;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.StringReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class SpfTest {

    private static final Resolver DNS =
            PaperResolver.of(
                    """
                    example.org.      TXT "v=spf1 ip4:198.51.100.0/24 include:_spf.mailer.example. -all"
                    _spf.mailer.example. TXT "v=spf1 a:out.mailer.example ~all"
                    out.mailer.example.  A   203.0.113.5
                    loop.example.     TXT "v=spf1 include:loop.example -all"
                    """);

    private static InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }

    private static Spf check(String client, String sender) {
        return Spf.check(address(client), sender, "helo.example", DNS);
    }

    @Test
    void theDomainOfTheEnvelopesSenderSaysWhoMaySend() {
        assertThat(check("198.51.100.9", "ada@example.org"))
                .isEqualTo(
                        new Spf(
                                Result.PASS,
                                "example.org",
                                "example.org permits 198.51.100.9 by 'ip4'"));
        assertThat(check("203.0.113.5", "ada@example.org").result()).isEqualTo(Result.PASS);
        assertThat(check("203.0.113.6", "ada@example.org"))
                .isEqualTo(
                        new Spf(
                                Result.FAIL,
                                "example.org",
                                "example.org does not permit 203.0.113.6 (all)"));
        assertThat(check("203.0.113.6", "").domain()).isEqualTo("helo.example");
    }

    @Test
    void aRecordThatIncludesItselfEnds() {
        assertThat(check("192.0.2.1", "x@loop.example"))
                .isEqualTo(
                        new Spf(
                                Result.PERMERROR,
                                "loop.example",
                                "the SPF record of loop.example needs more than ten look-ups"));
    }

    /// The test suite of RFC 7208.
    @TestFactory
    Stream<DynamicTest> theSuiteOfTheRfcComesOutAsItSays() throws Exception {
        String text = Files.readString(Corpus.path("vectors/spf-rfc7208.json"));
        JsonObject suite = Json.createReader(new StringReader(text)).readObject();
        JsonObject zones = suite.getJsonObject("zonedata");
        return suite.getJsonArray("cases").getValuesAs(JsonObject.class).stream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.getString("scenario") + ": " + each.getString("name"),
                                () -> run(each, zones.getJsonObject(each.getString("scenario")))));
    }

    private static void run(JsonObject each, JsonObject zone) {
        Spf spf =
                Spf.check(
                        address(each.getString("host")),
                        each.getString("mailfrom"),
                        each.getString("helo"),
                        new SuiteZone(zone));
        JsonValue expected = each.get("result");
        List<String> allowed =
                expected instanceof JsonArray several
                        ? several.getValuesAs(JsonString::getString)
                        : List.of(((JsonString) expected).getString());
        assertThat(allowed).as(spf.toString()).contains(spf.result().word());
    }

    /// The DNS as the suite writes it: SPF stands for TXT where a name has no TXT of its own.
    private record SuiteZone(Map<String, List<JsonValue>> names) implements Resolver {

        SuiteZone(JsonObject zone) {
            this(new HashMap<>());
            zone.forEach((name, records) ->
                    names.put(
                            DomainName.of(name.replace(" ", "\\032")).text(),
                            List.copyOf(records.asJsonArray())));
        }

        @Override
        public Answer ask(DomainName name, RecordType type) {
            List<JsonValue> records = names.get(name.text());
            if (records == null) {
                return new Answer.NoSuchName(List.of(), Answer.Marks.NONE);
            }
            List<Data> found = new ArrayList<>();
            boolean isSilent = false;
            boolean hasText = records.stream().anyMatch(r -> has(r, "TXT"));
            for (JsonValue record : records) {
                if (!(record instanceof JsonObject object)) {
                    isSilent = true;
                    continue;
                }
                if (object.containsKey("CNAME")) {
                    return ask(DomainName.of(object.getString("CNAME")), type);
                }
                String key = type.name();
                if (type == RecordType.TXT && !hasText) {
                    key = "SPF";
                }
                if (object.containsKey(key)) {
                    data(object.get(key), type, found);
                }
            }
            if (!found.isEmpty()) {
                return new Answer.Found(found, List.of(), Answer.Marks.NONE);
            }
            return isSilent
                    ? new Answer.NoAnswer("no answer")
                    : new Answer.NoData(List.of(), Answer.Marks.NONE);
        }

        private static boolean has(JsonValue record, String type) {
            return record instanceof JsonObject object && object.containsKey(type);
        }

        private static void data(JsonValue value, RecordType type, List<Data> found) {
            switch (type) {
                case TXT -> {
                    String text =
                            value instanceof JsonArray parts
                                    ? String.join("", parts.getValuesAs(JsonString::getString))
                                    : ((JsonString) value).getString();
                    if (!text.equals("NONE")) {
                        found.add(new Data.Text(text));
                    }
                }
                case A, AAAA -> found.add(new Data.Host(address(((JsonString) value).getString())));
                case MX ->
                        found.add(
                                new Data.Mx(
                                        value.asJsonArray().getInt(0),
                                        DomainName.of(value.asJsonArray().getString(1))));
                case PTR ->
                        found.add(
                                new Data.Pointer(DomainName.of(((JsonString) value).getString())));
                default -> throw new IllegalArgumentException(type.name());
            }
        }
    }
}
