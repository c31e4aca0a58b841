package hazel.cli;

import hazel.smtp.Server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server as the command line names it: `mail.example.org`, `[2001:db8::25]:587`.
record SmtpPlace(String host, int port) {

    static final int RELAY = 25;

    /// TLS from the first octet (RFC 8314 section 3.3).
    static final int SUBMISSIONS = 465;

    private static final Pattern PLACE =
            Pattern.compile(
                    "(?:\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)]|([^:\\[\\]\\s/@]+))(?::([0-9]{1,5}))?");
    private static final Pattern BARE_V6 = Pattern.compile("[0-9A-Fa-f.]*(?::[0-9A-Fa-f.]*){2,}");

    static SmtpPlace read(String typed) throws UsageException {
        if (BARE_V6.matcher(typed).matches()) {
            return new SmtpPlace(typed, RELAY);
        }
        Matcher place = PLACE.matcher(typed);
        int port = RELAY;
        if (place.matches() && place.group(3) != null) {
            port = Integer.parseInt(place.group(3));
        }
        if (!place.matches() || port < 1 || port > 65535) {
            throw new UsageException(
                    "'"
                            + typed
                            + "': expected a host, with a port where it is not 25, as"
                            + " mail.example.org or mail.example.org:587");
        }
        String literal = place.group(1);
        return new SmtpPlace(literal == null ? place.group(2) : literal, port);
    }

    /// How TLS begins where nobody says it.
    Server.Tls usualTls() {
        return port == SUBMISSIONS ? Server.Tls.IMPLICIT : Server.Tls.STARTTLS;
    }

    @Override
    public String toString() {
        return host + " port " + port;
    }
}
