package hazel.relay;

import static hazel.relay.session.AtHome.LOCALS;
import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.NameServer;
import hazel.Servers;
import hazel.dns.Deadline;
import hazel.dns.Self;
import hazel.dns.WireResolver;
import hazel.spool.RetrySchedule;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/// Asking real and misbehaving servers about their own users.
class CallOutIT {

    private static final String ZONE =
            """
            $TTL 300
            @ SOA ns hostmaster 1 3600 900 604800 300
            @ NS ns
            ns A 127.0.0.1
            @ MX 5 inbox
            inbox A 192.0.2.25
            """;

    private final Senders senders = new Senders(InstantSource.system());

    /// What becomes of mail from a sender in the domain whose server listens there.
    private String asked(String sender, int port, Duration limit) throws Exception {
        try (NameServer dns =
                NameServer.start(
                        "127.0.0.1",
                        NameServer.freePort("127.0.0.1"),
                        Map.of("ancient-rome.net", ZONE))) {
            var hosts =
                    new Hosts(
                            new Hosts.Limits(3, 2), RetrySchedule.DEFAULT, InstantSource.system());
            var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new CallOut(
                            new Checks.Calling(limit, _ -> here),
                            "relay.home.test",
                            new Self(Set.of(), Set.of()),
                            LOCALS,
                            hosts,
                            senders)
                    .refusal(
                            address(sender),
                            WireResolver.of(
                                    new InetSocketAddress("127.0.0.1", dns.port()),
                                    Deadline.in(Duration.ofMinutes(1))))
                    .map(Object::toString)
                    .orElse("taken");
        }
    }

    @Test
    void realServersKnowTheirUsers() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        for (String name : new String[] {"postfix", "exim", "opensmtpd"}) {
            try (Servers server = Servers.start(name)) {
                int port = server.port("SMTP_PORT");
                assertThat(asked(name + "@ancient-rome.net", port, minute))
                        .as(name)
                        .startsWith(
                                "550 5.1.7 The sender "
                                        + name
                                        + "@ancient-rome.net takes no mail: 5");
                assertThat(asked("marka@ancient-rome.net", port, minute)).isEqualTo("taken");
                assertThat(senders.known(address("marka@ancient-rome.net"))).isPresent();
            }
        }
    }

    @Test
    void misbehavingServersLoseNobodysMail() throws Exception {
        try (Servers sinks = Servers.start("sink")) {
            Duration second = Duration.ofSeconds(1);
            for (String name :
                    new String[] {
                        "CONNECT4", "CONNECT5", "MAIL4", "RCPT4", "DROPRCPT", "SHUT421"
                    }) {
                assertThat(asked("a@ancient-rome.net", sinks.port(name + "_PORT"), second))
                        .as(name)
                        .isEqualTo("taken");
                assertThat(senders.known(address("a@ancient-rome.net"))).as(name).isEmpty();
            }
            int no = sinks.port("RCPT5_PORT");
            assertThat(asked("b@ancient-rome.net", no, Duration.ofMinutes(1)))
                    .endsWith("550 5.1.1 No such user");
            assertThat(asked("b@ancient-rome.net", 1, second)).startsWith("550 5.1.7 ");
        }
    }
}
