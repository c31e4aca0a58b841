package hazel.relay.session;

/// How far mail of one client may go. There is no third value, and [#ANYWHERE] is only for ways in
/// that end on this machine ([hazel.relay.ListenOn]), for networks that are written down and not
/// too large ([hazel.mail.Networks]), and for who has logged in: an open relay cannot be written
/// down.
public enum Reach {
    /// To any address: for programs and people of this machine.
    ANYWHERE,
    /// To addresses that live here, and nowhere else.
    LOCAL_ONLY
}
