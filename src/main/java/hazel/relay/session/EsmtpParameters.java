package hazel.relay.session;

import hazel.mail.Address;
import hazel.smtp.Dsn;
import hazel.smtp.Xtext;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What follows the path of MAIL and RCPT (RFC 5321 section 4.1.1.11): each keyword once, each
/// value to the letter of its RFC, and none that is not offered. Pure.
final class EsmtpParameters {

    /// RFC 3461 section 4.4.
    private static final int ENVID_LIMIT = 100;

    /// RFC 3461 section 4.2.
    private static final int ORCPT_LIMIT = 500;

    private static final List<String> OF_MAIL =
            List.of("SIZE", "BODY", "SMTPUTF8", "REQUIRETLS", "RET", "ENVID");
    private static final List<String> OF_RCPT = List.of("NOTIFY", "ORCPT");

    private EsmtpParameters() {}

    static Command mail(Optional<Address> path, String given) {
        Map<String, String> values = new HashMap<>();
        Optional<Command> refusal = read(given, OF_MAIL, values);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        String size = values.getOrDefault("SIZE", "0");
        if (!size.matches("[0-9]{1,20}")) {
            return CommandParser.syntax("SIZE=octets, once");
        }
        String body = values.getOrDefault("BODY", "7BIT");
        if (!body.equalsIgnoreCase("7BIT") && !body.equalsIgnoreCase("8BITMIME")) {
            return CommandParser.syntax("BODY=7BIT or BODY=8BITMIME");
        }
        for (String alone : List.of("SMTPUTF8", "REQUIRETLS")) {
            if (!values.getOrDefault(alone, "").isEmpty()) {
                return CommandParser.syntax(alone + ", without a value");
            }
        }
        Optional<String> ret = Optional.ofNullable(values.get("RET"));
        if (ret.isPresent() && ret.flatMap(Dsn.Returns::parse).isEmpty()) {
            return CommandParser.syntax("RET=FULL or RET=HDRS");
        }
        Optional<String> envid = Optional.ofNullable(values.get("ENVID"));
        if (envid.isPresent() && envid.flatMap(EsmtpParameters::envid).isEmpty()) {
            return CommandParser.syntax("ENVID=xtext of up to 100 characters");
        }
        var parameters =
                new Command.Parameters(
                        values.containsKey("SIZE")
                                ? OptionalLong.of(octets(size))
                                : OptionalLong.empty(),
                        values.containsKey("SMTPUTF8"),
                        values.containsKey("REQUIRETLS"),
                        ret.flatMap(Dsn.Returns::parse),
                        envid.flatMap(EsmtpParameters::envid));
        return new Command.Mail(path, parameters, /* isExtended= */ true);
    }

    static Command rcpt(Address path, String given) {
        Map<String, String> values = new HashMap<>();
        Optional<Command> refusal = read(given, OF_RCPT, values);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<String> notify = Optional.ofNullable(values.get("NOTIFY"));
        if (notify.isPresent() && notify.flatMap(Dsn::parse).isEmpty()) {
            return CommandParser.syntax("NOTIFY=NEVER or some of SUCCESS,FAILURE,DELAY");
        }
        Optional<String> original = Optional.ofNullable(values.get("ORCPT"));
        if (original.isPresent() && original.flatMap(EsmtpParameters::original).isEmpty()) {
            return CommandParser.syntax("ORCPT=type;xtext of up to 500 characters");
        }
        var when = notify.flatMap(Dsn::parse).orElse(Dsn.NONE).when();
        return new Command.Rcpt(
                path, new Dsn.OfRecipient(when, original.flatMap(EsmtpParameters::original)));
    }

    /// @return why they are refused; empty where `values` holds them by their keywords
    private static Optional<Command> read(
            String given, List<String> known, Map<String, String> values) {
        for (String parameter : given.split(" +", -1)) {
            int equals = parameter.indexOf('=');
            String keyword = equals < 0 ? parameter : parameter.substring(0, equals);
            String upper = keyword.toUpperCase(Locale.ROOT);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!known.contains(upper)) {
                return Optional.of(
                        CommandParser.unreadable(
                                555, "5.5.4", "Parameter not known here: " + keyword));
            }
            if (equals == parameter.length() - 1 || values.put(upper, value) != null) {
                return Optional.of(CommandParser.syntax(upper + ", once and with its value"));
            }
        }
        return Optional.empty();
    }

    /// 19 digits and more are beyond any limit there is; cut, they still are.
    private static long octets(String digits) {
        return Long.parseLong(digits.substring(0, Math.min(18, digits.length())));
    }

    private static Optional<String> envid(String value) {
        return value.isEmpty() || value.length() > ENVID_LIMIT
                ? Optional.empty()
                : Xtext.read(value);
    }

    private static Optional<String> original(String value) {
        return value.length() > ORCPT_LIMIT ? Optional.empty() : Xtext.readOriginal(value);
    }
}
