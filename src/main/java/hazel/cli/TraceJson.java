package hazel.cli;

import hazel.dns.Addresses;
import hazel.mail.Field;
import hazel.trust.AuthenticationResults;
import hazel.trust.Handover;
import hazel.trust.Hop;
import hazel.trust.Sign;
import hazel.trust.Step;
import hazel.trust.Trace;
import hazel.verify.Arc;
import hazel.verify.Dkim;
import hazel.verify.Spf;
import hazel.verify.Verification;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The way of a message as JSON.
final class TraceJson {

    private TraceJson() {}

    static JsonObject of(Trace trace) {
        return Json.object()
                .add("date", trace.date().map(Object::toString).orElse(""))
                .add("handedIn", array(trace.handovers(), TraceJson::handover))
                .add("hops", array(trace.steps(), TraceJson::step))
                .add("envelope", array(trace.envelope(), TraceJson::field))
                .add("authenticationResults", array(trace.checks(), TraceJson::check))
                .add("signs", array(trace.signs(), TraceJson::sign))
                .build();
    }

    private static JsonObjectBuilder handover(Handover handover) {
        return Json.object()
                .add("server", handover.server())
                .add("date", handover.when().toString())
                .add("queueId", handover.queueId());
    }

    static JsonObject of(Verification verification) {
        Spf spf = verification.spf();
        JsonObjectBuilder object =
                Json.object()
                        .add("vouchedFor", verification.isVouchedFor())
                        .add("dkim", array(verification.dkim(), TraceJson::signature))
                        .add(
                                "spf",
                                Json.object()
                                        .add("result", spf.result().word())
                                        .add("domain", spf.domain())
                                        .add("reason", spf.reason()));
        verification
                .dmarc()
                .ifPresent(dmarc ->
                        object.add(
                                "dmarc",
                                Json.object()
                                        .add("result", dmarc.result().word())
                                        .add("domain", dmarc.domain())
                                        .add("policy", dmarc.policy())
                                        .add("vouchers", Json.strings(dmarc.vouchers()))
                                        .add("reason", dmarc.reason())));
        Arc arc = verification.arc();
        return object.add(
                        "arc",
                        Json.object()
                                .add("result", arc.result().word())
                                .add("sealers", Json.strings(arc.sealers()))
                                .add("reason", arc.reason()))
                .build();
    }

    private static JsonObjectBuilder signature(Dkim.Signature signature) {
        return Json.object()
                .add("domain", signature.domain())
                .add("selector", signature.selector())
                .add("result", signature.result().word())
                .add("reason", signature.reason())
                .add("warnings", Json.strings(signature.warnings()));
    }

    private static <T> JsonArrayBuilder array(
            List<T> values, Function<T, JsonObjectBuilder> object) {
        JsonArrayBuilder array = Json.array();
        values.forEach(v -> array.add(object.apply(v)));
        return array;
    }

    private static JsonObjectBuilder step(Step step) {
        JsonObjectBuilder object =
                Json.object().add("number", step.number()).add("believed", step.isBelieved());
        step.delay().ifPresent(d -> object.add("delaySeconds", d.toSeconds()));
        if (step.hop() instanceof Hop.Received hop) {
            object.add("date", hop.date().map(Object::toString).orElse(""))
                    .add("from", client(hop.client()))
                    .add("by", hop.by())
                    .add("with", hop.protocol())
                    .add("id", hop.id())
                    .add("for", hop.recipient())
                    .add("tls", hop.tls());
        }
        return object.add("remarks", array(step.remarks(), r -> kind(r.kind(), r.text())))
                .add("raw", step.hop().written());
    }

    private static JsonObjectBuilder client(Hop.Client client) {
        return Json.object()
                .add("helo", client.helo())
                .add("reverse", client.reverse())
                .add("address", client.address().map(Addresses::text).orElse(""))
                .add("ident", client.ident());
    }

    private static JsonObjectBuilder kind(Enum<?> kind, String text) {
        return Json.object()
                .add("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .add("text", text);
    }

    private static JsonObjectBuilder field(Field field) {
        return Json.object().add("name", field.name()).add("body", field.body());
    }

    private static JsonObjectBuilder check(AuthenticationResults check) {
        return Json.object()
                .add("authserv", check.authserv())
                .add("believed", check.isBelieved())
                .add("doubt", check.doubt())
                .add(
                        "results",
                        array(
                                check.results(),
                                r ->
                                        Json.object()
                                                .add("method", r.method())
                                                .add("result", r.result())
                                                .add("properties", Json.strings(r.properties()))));
    }

    private static JsonObjectBuilder sign(Sign sign) {
        return kind(sign.kind(), sign.text());
    }
}
