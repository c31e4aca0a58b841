package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Mounts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Mailboxes on a file system that is mounted read-only: they can be read, and every change is one
/// plain sentence.
class ReadOnlyIT {

    @TempDir Path dir;

    @Test
    void everythingIsReadAndNothingChanged() throws Exception {
        Mounts.READ_ONLY.assumeAllowed(dir);
        for (StoreWork.Kind kind : StoreWork.Kind.values()) {
            Files.createDirectory(dir.resolve(kind.name()));
            if (kind == StoreWork.Kind.MBOXCL2) {
                Letters.unquoted(dir.resolve(kind + "/from"));
                Letters.unquoted(dir.resolve(kind + "/to"));
            }
            try (Mailbox from = kind.open(dir.resolve(kind + "/from"));
                    Mailbox to = kind.open(dir.resolve(kind + "/to"))) {
                Letters.fill(from);
                Letters.fillWithOne(to);
            }
        }
        List<String> before = tree();

        Mounts.Said said =
                Mounts.READ_ONLY.run(dir, Mounts.java(ReadOnlyWork.class, dir.toString()));

        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .isEqualTo(
                        """
                        MAILDIR read: 6 messages, 0 changes, read-only
                        MAILDIR APPEND: 77 /MAILDIR/from is read-only
                        MAILDIR FLAG: 77 /MAILDIR/from is read-only
                        MAILDIR EXPUNGE: 77 /MAILDIR/from is read-only
                        MAILDIR COPY: 77 /MAILDIR/to is read-only
                        MAILDIR MOVE: 77 /MAILDIR/from is read-only
                        MBOX read: 6 messages, 0 changes, read-only
                        MBOX APPEND: 77 /MBOX/from is read-only
                        MBOX FLAG: 77 /MBOX/from is read-only
                        MBOX EXPUNGE: 77 /MBOX/from is read-only
                        MBOX COPY: 77 /MBOX/to is read-only
                        MBOX MOVE: 77 /MBOX/from is read-only
                        MBOXCL2 read: 7 messages, 0 changes, read-only
                        MBOXCL2 APPEND: 77 /MBOXCL2/from is read-only
                        MBOXCL2 FLAG: 77 /MBOXCL2/from is read-only
                        MBOXCL2 EXPUNGE: 77 /MBOXCL2/from is read-only
                        MBOXCL2 COPY: 77 /MBOXCL2/to is read-only
                        MBOXCL2 MOVE: 77 /MBOXCL2/from is read-only
                        MH read: 6 messages, 0 changes, read-only
                        MH APPEND: 77 /MH/from/inbox is read-only
                        MH FLAG: 77 /MH/from/inbox is read-only
                        MH EXPUNGE: 77 /MH/from/inbox is read-only
                        MH COPY: 77 /MH/to/inbox is read-only
                        MH MOVE: 77 /MH/from/inbox is read-only
                        """);
        assertThat(said.status()).isZero();
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void aMailSpoolWhoseDirectoryIsClosedTakesMailAndChangesNone() throws Exception {
        Letters.fill(StoreWork.Kind.MBOX.open(dir.resolve("from")));
        Files.createFile(dir.resolve("to"));
        Mounts.ONE_FILE.assumeAllowed(dir);

        Mounts.Said said =
                Mounts.ONE_FILE.run(dir, Mounts.java(ReadOnlyWork.class, dir.toString(), "MBOX"));

        assertThat(said.err()).isEmpty();
        String needs =
                ": 77 to change mail in /from needs a new file beside it, and  may not be"
                        + " written\n";
        assertThat(said.out())
                .isEqualTo(
                        "APPEND: done\nFLAG"
                                + needs
                                + "EXPUNGE"
                                + needs
                                + "COPY: 77 /to is read-only\nMOVE"
                                + needs);
        try (Mailbox mailbox = StoreWork.Kind.MBOX.open(dir.resolve("from"))) {
            assertThat(Letters.in(mailbox)).hasSize(7);
        }
    }

    /// Every file with its time and size.
    private List<String> tree() throws Exception {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.sorted()
                    .map(f -> f + " " + f.toFile().lastModified() + " " + f.toFile().length())
                    .toList();
        }
    }
}
