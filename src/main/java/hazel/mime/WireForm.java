package hazel.mime;

/// What the way to the next hop can carry.
public enum WireForm {
    /// Octets below 128 only (RFC 5321 section 2.4). Passes everywhere; what Hazel sends unless
    /// told otherwise.
    SEVEN_BIT,
    /// Bodies as they are where their lines allow it. Only for a server that offered 8BITMIME (RFC
    /// 6152), or for a file.
    EIGHT_BIT
}
