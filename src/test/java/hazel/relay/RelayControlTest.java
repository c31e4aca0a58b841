package hazel.relay;

import static hazel.relay.session.AtHome.LOCALS;
import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MailException;
import hazel.mail.Networks;
import hazel.relay.session.Offers;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.relay.session.Standing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may send where: from anywhere to local domains and to those that are named, from named
/// networks and after logging in to anywhere, and nothing else.
class RelayControlTest {

    /// Six ways to come, with and without having logged in, and whether mail gets to a local
    /// address, to a domain of `relay.to`, to anywhere.
    @ParameterizedTest
    @CsvSource({
        "a stranger,            no,  yes, yes, no",
        "a stranger,            yes, yes, yes, yes",
        "a named network,       no,  yes, yes, yes",
        "a named network,       yes, yes, yes, yes",
        "this machine,          no,  yes, yes, yes",
        "this machine,          yes, yes, yes, yes",
        "LMTP,                  no,  yes, no,  no",
        "a stranger without to, no,  yes, no,  no",
    })
    void mailGoes(String who, String loggedIn, String toLocal, String toNamed, String toAnywhere) {
        Reach reach =
                switch (who) {
                    case "a named network", "this machine" -> Reach.ANYWHERE;
                    default -> Reach.LOCAL_ONLY;
                };
        Set<String> to =
                who.equals("LMTP") || who.endsWith("without to") ? Set.of() : Set.of("named.test");
        var offers = new Offers(Offers.Protocol.SMTP, true, Offers.Login.INSIDE_TLS, to);
        var policy = new Policy("mx.test", reach, LOCALS, RelayLimits.USUAL, offers);
        Standing standing = loggedIn.equals("yes") ? Standing.SECURE.as("ada") : Standing.SECURE;
        assertThat(
                        List.of("ada@home.test", "x@Named.test", "x@far.test").stream()
                                .map(to1 -> policy.refusal(address(to1), standing).isEmpty())
                                .map(taken -> taken ? "yes" : "no"))
                .containsExactly(toLocal, toNamed, toAnywhere);
    }

    /// RFC 4954 section 6: 530 says that logging in would help.
    @Test
    void anotherUserOfThisMachineHearsToLogInWhereThatIsPossible() {
        var usual = new Policy("mx.test", Reach.ANYWHERE, LOCALS, RelayLimits.USUAL);
        assertThat(usual.notOurs().toString())
                .isEqualTo("550 5.7.1 Relaying denied: this is another user's relay");
        var offers = new Offers(Offers.Protocol.SMTP, true, Offers.Login.INSIDE_TLS, Set.of());
        var policy = new Policy("mx.test", Reach.ANYWHERE, LOCALS, RelayLimits.USUAL, offers);
        assertThat(policy.notOurs().toString())
                .isEqualTo("530 5.7.0 Log in first: this is another user's relay");
        assertThat(policy.isMistake(policy.notOurs())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "::/0",
                "0.0.0.0/1",
                "8.0.0.0/8",
                "192.0.0.0/15",
                "2000::/3",
                "2001::/31",
                "172.0.0.0/8",
                "::ffff:0.0.0.0/96"
            })
    void aNetworkSoLargeThatItMakesAnOpenRelayCannotBeNamed(String network) {
        var parsed = Networks.parse(network);
        assertThat(parsed.filter(Networks::mayRelay)).isEmpty();
        parsed.ifPresent(n ->
                assertThatThrownBy(() ->
                                new Inbound(
                                        Optional.empty(),
                                        Optional.empty(),
                                        new Networks(List.of(n)),
                                        Set.of(),
                                        Checks.NONE,
                                        Optional.empty()))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0/8",
                "10.0.0.0/33",
                "a.test",
                "1.2.3.4/a",
                "::/129"
            })
    void whatIsNoNetworkIsNone(String written) {
        assertThat(Networks.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,      10.255.0.1,   true",
        "10.0.0.0/8,      11.0.0.1,     false",
        "192.0.2.64/26,   192.0.2.127,  true",
        "192.0.2.64/26,   192.0.2.128,  false",
        "192.0.2.1,       192.0.2.1,    true",
        "192.0.2.1,       192.0.2.2,    false",
        "2001:db8::/32,   2001:db8:9::1, true",
        "2001:db8::/32,   2001:db9::1,  false",
        "fd00::/8,        10.0.0.1,     false",
    })
    void anAddressIsInItsNetwork(String network, String address, boolean isIn) throws Exception {
        var networks = new Networks(List.of(Networks.parse(network).orElseThrow()));
        assertThat(networks.has(InetAddress.getByName(address))).isEqualTo(isIn);
    }

    @Test
    void otherMachinesReachNothingWithoutTlsAndLogins() {
        var everywhere = new InetSocketAddress("0.0.0.0", 2525);
        assertThatThrownBy(() -> ListenOn.open(everywhere, ListenOn.Start.TLS, Inbound.NONE))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("relay.certificate");
        var logins =
                new Inbound(
                        Optional.empty(),
                        Optional.of(_ -> Optional.empty()),
                        Networks.NONE,
                        Set.of(),
                        Checks.NONE,
                        Optional.empty());
        assertThatThrownBy(() -> ListenOn.open(everywhere, ListenOn.Start.CLEAR, logins))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("somebody who may log in");
    }
}
