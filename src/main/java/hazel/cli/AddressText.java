package hazel.cli;

import hazel.dns.DomainName;
import hazel.mail.Address;
import hazel.mail.LocalPart;

import jakarta.json.JsonObjectBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A mail address taken apart, as `hazel dns` shows it above what the DNS says of its domain.
///
/// @param domain as the DNS has it
record AddressText(Address address, DomainName domain) {

    private LocalPart local() {
        return new LocalPart(address.localPart());
    }

    /// Each without a label before it.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        LocalPart local = local();
        lines.add(
                local.text()
                        + (local.isQuoted() ? ", quoted" : "")
                        + " at "
                        + address.domain()
                        + "; "
                        + local.octets()
                        + " octets before the @, of at most "
                        + LocalPart.LONGEST);
        local.detail()
                .ifPresent(detail ->
                        lines.add(
                                "'"
                                        + detail
                                        + "' after the plus is for the user to choose, where the"
                                        + " server knows that"));
        if (local.isInternational()) {
            lines.add("every server on the way has to know SMTPUTF8 (RFC 6531)");
        }
        if (!domain.text().equals(address.domain().toLowerCase(Locale.ROOT))) {
            lines.add("to the DNS the domain is " + domain);
        }
        local.fault().ifPresent(fault -> lines.add("! servers may refuse it: " + fault));
        return lines;
    }

    JsonObjectBuilder json() {
        LocalPart local = local();
        var json =
                Json.object()
                        .add("localPart", local.text())
                        .add("octets", local.octets())
                        .add("quoted", local.isQuoted())
                        .add("international", local.isInternational());
        local.detail().ifPresent(detail -> json.add("detail", detail));
        local.fault().ifPresent(fault -> json.add("fault", fault));
        return json;
    }
}
