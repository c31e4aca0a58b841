package hazel.relay;

import hazel.relay.session.RelayLimits;

import java.util.HashMap;
import java.util.Map;

/// Who may be connected at one time: so many in all, and so many from one address. Used by every
/// connection's thread.
final class Places {

    private final int inAll;
    private final int ofClient;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(RelayLimits limits) {
        this.inAll = limits.connections();
        this.ofClient = limits.ofClient();
    }

    /// Takes a place, to be given back with [#leave].
    ///
    /// @param client its address; all clients of this machine's own sockets are one
    /// @return whether there was one
    synchronized boolean enter(String client) {
        int here = taken.getOrDefault(client, 0);
        if (all >= inAll || here >= ofClient) {
            return false;
        }
        all++;
        taken.put(client, here + 1);
        return true;
    }

    /// How many places are taken.
    synchronized int taken() {
        return all;
    }

    synchronized void leave(String client) {
        all--;
        if (taken.merge(client, -1, Integer::sum) == 0) {
            taken.remove(client);
        }
    }
}
