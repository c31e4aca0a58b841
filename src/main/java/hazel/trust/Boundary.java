package hazel.trust;

import hazel.dns.Addresses;

import java.net.InetAddress;
import java.util.List;

/// Finds where what the user's own servers wrote ends.
final class Boundary {

    private Boundary() {}

    /// How many hops are believed, from the newest.
    static int of(List<Hop> hops, Trusted trusted) {
        String last = "";
        for (int i = 0; i < hops.size(); i++) {
            switch (hops.get(i)) {
                case Hop.Unreadable _ -> {} // no client from outside is in it
                case Hop.Received received -> {
                    boolean isOwn = i == 0 || last.isEmpty() || trusted.isOwn(received.by(), last);
                    if (!isOwn) {
                        return i;
                    }
                    if (last.isEmpty() && Organisation.isPublic(received.by())) {
                        last = received.by();
                    }
                    if (!isOwn(received, trusted, last)) {
                        return i + 1;
                    }
                }
            }
        }
        return hops.size();
    }

    /// Only what the server saw counts, never what the client called itself. One that handed the
    /// message in without any address, and not by LMTP, is a program of somebody at that machine.
    private static boolean isOwn(Hop.Received received, Trusted trusted, String last) {
        Hop.Client client = received.client();
        boolean isInside =
                client.address()
                        .map(Boundary::isInside)
                        .orElseGet(() ->
                                client.name().isEmpty()
                                        || received.protocol()
                                                .regionMatches(true, 0, "LMTP", 0, 4));
        return isInside || (!last.isEmpty() && trusted.isOwn(client.reverse(), last));
    }

    static boolean isInside(InetAddress address) {
        return address.isLoopbackAddress() || Addresses.isPrivate(address);
    }
}
