package hazel.relay;

import hazel.mail.Address;
import hazel.spool.RetrySchedule;
import hazel.store.MailboxName;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the configuration says about the relay.
///
/// @param directory of the queue and the log; made 0700 where it is missing
/// @param hostName what the relay calls itself, in Received fields and to the smarthost
/// @param listen the ways in
/// @param domains whose addresses live here, besides `localhost`
/// @param users local part to mailbox, in any case
/// @param aliases local part to the addresses it stands for, in any case
/// @param postmaster the user who reads postmaster's mail
/// @param identities system user to the addresses they may write as without a Sender field
/// @param schedule of retries
public record RelaySettings(
        Path directory,
        String hostName,
        List<ListenOn> listen,
        Set<String> domains,
        Map<String, MailboxName> users,
        Map<String, List<Address>> aliases,
        Optional<String> postmaster,
        Map<String, Set<String>> identities,
        RetrySchedule schedule,
        RelayLimits limits) {

    public RelaySettings {
        if (!PathReader.isDomain(hostName)) {
            throw new IllegalArgumentException("not a host name: " + hostName);
        }
        listen = List.copyOf(listen);
        domains =
                domains.stream().map(RelaySettings::lower).collect(Collectors.toUnmodifiableSet());
        users = lowerKeys(users);
        aliases = lowerKeys(aliases);
        postmaster = postmaster.map(RelaySettings::lower);
        identities =
                lowerKeys(identities).entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        e ->
                                                e.getValue().stream()
                                                        .map(RelaySettings::lower)
                                                        .collect(Collectors.toSet())));
    }

    /// Where mail for an address would go, in words, a line for each address it ends at.
    ///
    /// @param smarthost its name, where there is one
    public List<String> route(Address address, Optional<String> smarthost) {
        List<Address> ends = locals().expand(address);
        return ends.isEmpty()
                ? List.of(address.addrSpec() + ": no such user here; refused")
                : ends.stream().map(end -> end.addrSpec() + ": " + way(end, smarthost)).toList();
    }

    private String way(Address end, Optional<String> smarthost) {
        Optional<String> user = locals().isLocal(end) ? locals().userOf(end) : Optional.empty();
        return user.map(u -> "delivered here, to " + users.get(u))
                .orElse(
                        smarthost
                                .map(s -> "sent on to " + s)
                                .orElse("held: " + Delivery.NO_SMARTHOST));
    }

    Locals locals() {
        return new Locals(domains, users.keySet(), aliases, postmaster);
    }

    private static <T> Map<String, T> lowerKeys(Map<String, T> map) {
        Map<String, T> lower = new TreeMap<>();
        map.forEach((k, v) -> lower.put(lower(k), v));
        return Map.copyOf(lower);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
