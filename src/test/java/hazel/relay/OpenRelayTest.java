package hazel.relay;

import static hazel.relay.session.AtHome.policy;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.relay.session.AtHome;
import hazel.relay.session.CommandParser;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.relay.session.SmtpSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every way we know of asking a server to pass mail on to `far.test`, on a way in that takes mail
/// for `home.test` only.
class OpenRelayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<victim@far.test>",
                "<\"victim@far.test\">",
                "<\"victim@far.test\"@home.test>",
                "<\"victim%far.test\"@home.test>",
                "<\"far.test!victim\"@home.test>",
                "<\"victim\"@far.test>",
                "<\"victim\\@far.test\"@home.test>",
                "<\"@far.test:victim\"@home.test>",
                "<victim%far.test@home.test>",
                "<victim%far.test@[127.0.0.1]>",
                "<victim%far.test@localhost>",
                "<victim%far.test>",
                "<victim%home.test@far.test>",
                "<victim%far.test%home.test@home.test>",
                "<victim@far.test@home.test>",
                "<victim@home.test@far.test>",
                "<victim@@home.test>",
                "<victim@far.test@>",
                "<@home.test:victim@far.test>",
                "<@home.test,@far.test:victim@far.test>",
                "<@[127.0.0.1]:victim@far.test>",
                "<@localhost:victim@far.test>",
                "<@far.test:victim@far.test>",
                "<far.test!victim>",
                "<far.test!victim@home.test>",
                "<home.test!far.test!victim>",
                "<home.test!victim@far.test>",
                "<far.test!victim@localhost>",
                "<far.test!victim@[127.0.0.1]>",
                "<victim@far.test.>",
                "<ada@home.test.>",
                "<victim@[192.0.2.1]>",
                "<victim@[127.0.0.1]>",
                "<victim@[IPv6:::1]>",
                "<victim@3221225985>",
                "<victim@0xc0000201>",
                "<ada@home.test.far.test>",
                "<ada@nothome.test>",
                "<ada@home.tes>",
                "<ada@home.test.>",
                "<ada@-home.test>",
                "<ada@home..test>",
                "<ada@.home.test>",
                "<ada(home.test)@far.test>",
                "<ada@far.test(home.test)>",
                "<victim\\@far.test>",
                "<victim\\@far.test@home.test>",
                "<ada@home.test> <victim@far.test>",
                "<ada@home.test>,<victim@far.test>",
                "<ada@home.test,victim@far.test>",
                "<ada@home.test;victim@far.test>",
                "<ada@home.test victim@far.test>",
                "victim@far.test",
                "<victim+ada=home.test@far.test>",
                "<SRS0=x=y=far.test=victim@home.test>",
                "<victim=far.test@home.test>",
                "<|/bin/sh@home.test>",
                "<\"|/bin/sh -c true\"@home.test>",
                "<\"/tmp/owned\"@home.test>",
                "</tmp/owned@home.test>",
                "<\":include:/etc/passwd\"@home.test>",
                "<\"../../ada\"@home.test>",
                "<../ada@home.test>",
                "<ada@home.test\0@far.test>",
                "<victim@far.test\0@home.test>",
                "<victim@far.test\n@home.test>",
                "<victim@far.test\t@home.test>",
                "<victim\uff20far.test@home.test>",
                "<ada@home\uff0etest>",
                "<ada@home.test\u200b>",
                "<ada@far\u3002test>",
                "<ada@h\u043eme.test>",
                "<$(id)@home.test>",
                "<`id`@home.test>",
                "<root@home.test>",
                "<@home.test>",
                "<ada@>",
                "<>",
                "<+ada@home.test>",
            })
    void isRefused(String path) {
        for (String sender :
                new String[] {"<>", "<ada@home.test>", "<x@far.test>", "<a@[127.0.0.1]>"}) {
            SmtpSession session = SmtpSession.open(policy(Reach.LOCAL_ONLY));
            session = session.on(CommandParser.parse("EHLO a")).next();
            var mail = session.on(CommandParser.parse("MAIL FROM:" + sender + " SMTPUTF8"));
            assertThat(mail.reply().code()).isEqualTo(250);
            var step = mail.next().on(CommandParser.parse("RCPT TO:" + path));
            assertThat(step.reply().isPermanent()).as(path + " got " + step.reply()).isTrue();
            assertThat(step.next().on(CommandParser.parse("DATA")).reply().code()).isEqualTo(554);
        }
    }

    /// A source route is left out, and what is left is judged: this one ends here.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<@far.test:ada@home.test>",
                "<\"ada\"@home.test>",
                "<\"a\\da\"@localhost>",
                "<ADA@HOME.TEST>",
                "<ada+victim@home.test>",
                "<Postmaster>",
            })
    void whatIsForUsIsTaken(String path) {
        SmtpSession session = SmtpSession.open(policy(Reach.LOCAL_ONLY));
        session = session.on(CommandParser.parse("EHLO a")).next();
        session = session.on(CommandParser.parse("MAIL FROM:<>")).next();
        assertThat(session.on(CommandParser.parse("RCPT TO:" + path)).reply())
                .hasToString("250 2.1.5 OK");
    }

    @Test
    void isFoundBeforeOthersFindIt() {
        assertThat(OpenRelayProbe.open(policy(Reach.LOCAL_ONLY))).isEmpty();
        assertThat(OpenRelayProbe.open(policy(Reach.ANYWHERE)))
                .contains("<victim@relay-test.invalid>");
    }

    /// As an alias could have it that a careless program wrote.
    @Test
    void isFoundBehindAnAlias() {
        var locals =
                AtHome.locals(
                        Set.of("home.test"),
                        Set.of("ada"),
                        Map.of(
                                "victim%relay-test.invalid",
                                List.of(AtHome.address("victim@relay-test.invalid"))));
        var policy = new Policy("mx.test", Reach.LOCAL_ONLY, locals, RelayLimits.USUAL);
        assertThat(OpenRelayProbe.open(policy)).contains("<victim%relay-test.invalid@home.test>");
    }
}
