package hazel.store.maildir;

import hazel.mail.MailException;
import hazel.store.Mailbox.Moved;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/// How a message gets from one Maildir into another on the same file system: its file is renamed,
/// or linked to a second name as Dovecot does, and nothing of it is read or written. It gets a
/// unique name of its own there, so that no message in the target can be overwritten.
///
/// The directories are not forced: the caller does that once for many messages.
record Relocation(Maildir from, Maildir to) {

    boolean isPossible() throws IOException {
        return Files.getFileStore(from.root).equals(Files.getFileStore(to.root));
    }

    /// @throws NoSuchFileException where the message is not at its place any more
    /// @throws FileSystemException where the file system will not have it so
    Moved move(Place place) throws IOException, MailException {
        Place there = there(place);
        Files.move(from.names.path(place), to.names.path(there), StandardCopyOption.ATOMIC_MOVE);
        from.names.remove(place.uid());
        to.names.put(there);
        return new Moved(place.uid(), there.uid());
    }

    /// @throws UnsupportedOperationException where the file system knows no links
    Moved copy(Place place) throws IOException, MailException {
        Place there = there(place);
        Path source = from.names.path(place);
        Files.createLink(to.names.path(there), source);
        to.names.put(there);
        return new Moved(place.uid(), there.uid());
    }

    private Place there(Place place) throws IOException, MailException {
        FileName old = place.name();
        Set<String> words = from.keywords.names(old.keywordLetters());
        Set<Character> letters = to.keywords.letters(words, Set.of());
        boolean isNew = place.isNew() && letters.isEmpty();
        FileName file = new FileName(to.uniqueNames.get(), old.separator(), old.letters());
        return new Place(isNew, isNew ? file : file.with(place.flags(), letters));
    }
}
