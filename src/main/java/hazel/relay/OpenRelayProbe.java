package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.session.CommandParser;
import hazel.relay.session.Offers;
import hazel.relay.session.Policy;
import hazel.relay.session.SessionState;
import hazel.relay.session.SmtpSession;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tries what those try who look for a relay that sends to anybody for anybody (RFC 2505 section
/// 2.1), before other machines can: the session and the settings as they are, with nobody
/// connected.
final class OpenRelayProbe {

    /// A domain that is nobody's (RFC 2606 section 2).
    private static final String FAR = "relay-test.invalid";

    /// An address that is nobody's (RFC 5737).
    private static final String NOBODY = "[192.0.2.1]";

    private static final List<String> PATHS =
            List.of(
                    "<victim@FAR>",
                    "<victim@NOBODY>",
                    "<victim@HERE.FAR>",
                    "<victim%FAR>",
                    "<victim%FAR@HERE>",
                    "<\"victim@FAR\">",
                    "<\"victim@FAR\"@HERE>",
                    "<\"victim%FAR\"@HERE>",
                    "<victim@FAR@HERE>",
                    "<FAR!victim>",
                    "<FAR!victim@HERE>",
                    "<@HERE:victim@FAR>",
                    "<@HERE,@FAR:victim@FAR>",
                    "<victim=FAR@HERE>");

    private OpenRelayProbe() {}

    /// @throws MailException with [Problem.BadConfig] where a way in that other machines reach
    ///   would send to anybody
    static void check(ListenOn where, Welcome.Service service) throws MailException {
        if (where instanceof ListenOn.Inherited(_, var as)) {
            check(as, service);
        }
        if (!(where instanceof ListenOn.Public)) {
            return;
        }
        Offers offers = Welcome.offers(where, service.inbound());
        Policy policy = service.reception(where.reach(), offers).policy();
        Optional<String> open = open(policy);
        if (open.isPresent()) {
            throw new MailException(
                    new Problem.BadConfig(
                            "relay.listen",
                            0,
                            "the relay would send mail of anybody to anybody, as to "
                                    + open.get()
                                    + "; it is not started"));
        }
    }

    /// A recipient of elsewhere to whom mail of a stranger would go; empty where there is none.
    static Optional<String> open(Policy policy) {
        String here =
                policy.locals().router().residents().domains().stream()
                        .sorted()
                        .findFirst()
                        .orElse("localhost");
        return Stream.of("<>", "<a@" + here + ">", "<a@" + FAR + ">")
                .flatMap(sender ->
                        PATHS.stream()
                                .map(path -> path.replace("HERE", here))
                                .map(path -> path.replace("FAR", FAR).replace("NOBODY", NOBODY))
                                .filter(path -> isOpen(policy, sender, path)))
                .findFirst();
    }

    private static boolean isOpen(Policy policy, String sender, String path) {
        SmtpSession session = SmtpSession.open(policy);
        for (String line : List.of("EHLO a", "MAIL FROM:" + sender, "RCPT TO:" + path)) {
            session = session.on(CommandParser.parse(line)).next();
        }
        return session.state() instanceof SessionState.Transaction(_, _, var taken)
                && taken.stream().anyMatch(rcpt -> leadsThere(policy, rcpt.forwardPath()));
    }

    private static boolean leadsThere(Policy policy, Address recipient) {
        return policy.locals().router().route(recipient, Optional.empty()).ways().stream()
                .flatMap(way -> way.elsewhere().stream())
                .anyMatch(to -> to.domain().endsWith(FAR) || to.domain().equals(NOBODY));
    }
}
