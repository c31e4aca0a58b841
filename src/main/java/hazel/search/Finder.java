package hazel.search;

import hazel.mail.MailException;
import hazel.store.Progress;

import java.util.OptionalLong;
import java.util.function.Predicate;

/// Finds the same messages again and again, as they come and go.
interface Finder {

    /// @param sink false to stop
    Searched find(Predicate<Found> sink, Progress progress) throws MailException;

    /// A number that stays the same as long as the same is found; empty where that cannot be told
    /// without reading messages.
    OptionalLong generation() throws MailException;
}
