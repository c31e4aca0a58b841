package hazel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;
import hazel.dns.Addresses;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.StringReader;
import java.nio.file.Files;

class ReceivedReaderTest {

    private static Hop.Received read(String body) {
        return (Hop.Received) ReceivedReader.read(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    from a.example (b.example [192.0.2.1]) by m.example with ESMTP; | a.example | b.example | 192.0.2.1 | ''
                    from a.example (unknown [192.0.2.1]) by m.example with ESMTP; | a.example | '' | 192.0.2.1 | ''
                    from b.example ([192.0.2.1] helo=a.example ident=joe) by m.example with esmtp (Exim 4.96); | a.example | b.example | 192.0.2.1 | joe
                    from b.example ([192.0.2.1]:1234) by m.example with esmtp (Exim 4.96); | b.example | b.example | 192.0.2.1 | ''
                    from [192.0.2.1] (helo=a.example) by m.example with esmtp (Exim 4.96); | a.example | '' | 192.0.2.1 | ''
                    from a.example ([192.0.2.1]) by smtp.gmail.com with ESMTPSA id x; | a.example | '' | 192.0.2.1 | ''
                    from a.example (IDENT:joe@b.example [192.0.2.1] (may be forged)) by m.example (8.17/8.17) with ESMTP; | a.example | b.example | 192.0.2.1 | joe
                    from b.example (HELO a.example) (192.0.2.1) by m.example with SMTP; | a.example | b.example | 192.0.2.1 | ''
                    from unknown (HELO a.example) (joe@192.0.2.1) by 0 with SMTP; | a.example | '' | 192.0.2.1 | joe
                    from A.prod.example (2001:db8::1) by B.prod.example with Microsoft SMTP Server (version=TLS1_2) id 15.1; | A.prod.example | '' | 2001:db8::1 | ''
                    from a.example (b.example. [IPv6:2001:db8::1]) by m.example with SMTP; | a.example | b.example | 2001:db8::1 | ''
                    from [10.0.0.9] (b.example [192.0.2.1]) by m.example with SMTP; | [10.0.0.9] | b.example | 192.0.2.1 | ''
                    """)
    void eachServersWayOfNamingTheClientIsUnderstood(
            String body, String helo, String reverse, String address, String ident) {
        assertThat(read(body).client())
                .isEqualTo(new Hop.Client(helo, reverse, Addresses.parse(address), ident));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    by m with ESMTPS id x (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128); | TLS1_3 TLS_AES_128_GCM_SHA256
                    from a (a [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) by m with ESMTPS; | TLSv1.3 TLS_AES_256_GCM_SHA384
                    from a ([192.0.2.1]) by m with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) id x; | TLS1.3 TLS_AES_256_GCM_SHA384
                    by m with LMTPS; | yes
                    by m with esmtpa; | ''
                    by tls1.2.example with SMTP; | ''
                    """)
    void whetherThereWasTlsIsToldByProtocolOrComment(String body, String tls) {
        assertThat(read(body).tls()).isEqualTo(tls);
    }

    /// What another library reads from fields of fifty servers: who wrote it, and the address seen.
    @Test
    void fieldsOfManyServersAreReadAsOthersReadThem() throws Exception {
        String text = Files.readString(Corpus.path("vectors/header-received.json"));
        var cases =
                Json.createReader(new StringReader(text))
                        .readObject()
                        .getJsonArray("cases")
                        .getValuesAs(JsonObject.class);
        var soft = new org.assertj.core.api.SoftAssertions();
        for (JsonObject each : cases) {
            JsonObject expected = each.getJsonObject("expected");
            String body = each.getString("header").replaceAll("\\r?\\n", "").strip();
            if (!expected.containsKey("by") || !expected.containsKey("from")) {
                continue;
            }
            Hop.Received hop = read(body);
            var by = expected.getJsonObject("by");
            String name = by.getString("Name", by.getString("Ip", ""));
            soft.assertThat(hop.by()).as(body).containsIgnoringCase(name);
            if (expected.containsKey("from_ip")) {
                soft.assertThat(hop.client().address())
                        .as(body)
                        .isEqualTo(Addresses.parse(expected.getString("from_ip")));
            }
            soft.assertThat(hop.date().isPresent())
                    .as(body)
                    .isEqualTo(expected.containsKey("date") && !expected.isNull("date"));
        }
        soft.assertAll();
    }
}
