package hazel.relay.session;

import java.time.Duration;

/// How much the relay takes on.
///
/// @param messageOctets the largest message
/// @param recipients of one message (RFC 5321 section 4.5.3.1.8 asks for at least 100)
/// @param mistakes of one client before it is hung up on
/// @param connections at one time, all ways in together
/// @param ofClient connections at one time from one address
/// @param idle how long a client may take over one command
/// @param transfer how long a client may take over one message
/// @param session how long a client may stay in all
/// @param freeOctets below this much free space in the queue's file system nothing is accepted
public record RelayLimits(
        long messageOctets,
        int recipients,
        int mistakes,
        int connections,
        int ofClient,
        Duration idle,
        Duration transfer,
        Duration session,
        long freeOctets) {

    public static final RelayLimits USUAL =
            new RelayLimits(
                    50L << 20,
                    1000,
                    20,
                    100,
                    50,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    100L << 20);
}
