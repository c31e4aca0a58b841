package hazel.search;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Progress;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Which messages a [MailboxOfOthers] shows; each is named by where it is ([hazel.store.FoundUid]).
interface Source {

    /// As [hazel.store.Mailbox#scan].
    void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException;

    /// As [hazel.store.Mailbox#changes].
    List<Change> changes(Known known) throws MailException;

    /// As [hazel.store.Mailbox#watchable].
    List<Path> watchable();
}
