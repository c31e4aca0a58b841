package hazel.relay;

/// How far mail from one way in may go. There is no third value, and [ListenOn] gives [#ANYWHERE]
/// only to ways in that end on this machine: an open relay cannot be written down.
public enum Reach {
    /// To any address: for programs and people of this machine.
    ANYWHERE,
    /// To addresses that live here, and nowhere else.
    LOCAL_ONLY
}
