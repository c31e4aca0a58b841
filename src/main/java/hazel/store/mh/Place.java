package hazel.store.mh;

import hazel.store.Uid;

import java.time.Instant;

/// Where a message of a folder is: its number, which may change, and its name, which does not.
///
/// @param size in octets
record Place(int number, Uid uid, Instant arrival, long size) {}
