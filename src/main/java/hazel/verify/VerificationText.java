package hazel.verify;

import hazel.text.Columns;
import hazel.trust.Row;
import hazel.trust.Rows;

import java.util.List;
import java.util.Optional;

/// A [Verification] as rows of text, fit for a terminal.
public final class VerificationText {

    private static final int INDENT = 2;

    private final Rows rows;

    private VerificationText(int columns) {
        this.rows = new Rows(columns);
    }

    /// @param columns at most; under 30 it is 30
    public static List<Row> rows(Verification verification, int columns) {
        var text = new VerificationText(columns);
        text.signatures(verification.dkim());
        text.rows.heading("May the client send for the domain? (SPF)");
        text.result(verification.spf().result(), verification.spf().reason());
        text.dmarc(verification.dmarc());
        text.arc(verification.arc());
        return text.rows.all();
    }

    private void result(Result result, String words) {
        Row.Kind kind =
                switch (result) {
                    case FAIL, SOFTFAIL, PERMERROR, POLICY -> Row.Kind.WARNING;
                    case TEMPERROR -> Row.Kind.REMARK;
                    case NONE, PASS, NEUTRAL -> Row.Kind.PLAIN;
                };
        rows.wrapped(kind, Columns.fit(result.word(), 10) + words, INDENT);
    }

    private void signatures(List<Dkim.Signature> signatures) {
        rows.heading("Signatures of domains (DKIM)");
        if (signatures.isEmpty()) {
            result(Result.NONE, "no domain signed the message");
        }
        for (Dkim.Signature each : signatures) {
            String why = each.reason().isEmpty() ? "" : ": " + each.reason();
            result(each.result(), each.domain() + ", selector " + each.selector() + why);
            each.warnings().forEach(w -> rows.wrapped(Row.Kind.WARNING, "! " + w, INDENT + 2));
        }
    }

    private void dmarc(Optional<DmarcResult> found) {
        rows.heading("Does any of it speak for the author's domain? (DMARC)");
        if (found.isEmpty()) {
            result(Result.PERMERROR, "the message has no author, or more than one");
            return;
        }
        DmarcResult dmarc = found.get();
        String speak = dmarc.vouchers().size() > 1 ? " speak for it" : " speaks for it";
        String speaks =
                dmarc.isVouchedFor()
                        ? String.join(" and ", dmarc.vouchers()) + speak
                        : "nothing speaks for it";
        switch (dmarc.result()) {
            case TEMPERROR -> result(dmarc.result(), dmarc.domain() + ": " + dmarc.reason());
            case NONE -> result(Result.NONE, dmarc.domain() + " has no DMARC record; " + speaks);
            default ->
                    result(
                            dmarc.result(),
                            dmarc.domain() + ": " + speaks + "; its policy is " + dmarc.policy());
        }
    }

    private void arc(Arc arc) {
        if (arc.result() == Result.NONE) {
            return;
        }
        rows.heading("What those who handed it on sealed (ARC)");
        String by = arc.sealers().isEmpty() ? "" : "sealed by " + String.join(", ", arc.sealers());
        String why = arc.reason().isEmpty() ? "" : (by.isEmpty() ? "" : ": ") + arc.reason();
        result(arc.result(), by + why);
    }
}
