package hazel.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// This machine's aliases, `.forward` files and lists, read from its files. The file of aliases is
/// read again when it has changed.
///
/// A `.forward` file or a list that others than its owner may write to is not heeded: whoever can
/// write it could read that user's mail. Used by many threads at once.
public final class FileDirectory implements Directory {

    private static final int MOST_OCTETS = 4 << 20;
    private static final System.Logger LOG = System.getLogger("hazel.route");

    private final Map<String, List<Item>> configured;
    private final Optional<Path> aliases;
    private final Function<String, Optional<Path>> homes;
    private final BiPredicate<String, String> folders;
    private Optional<Known> known = Optional.empty();

    private record Known(FileTime changed, long size, AliasText text) {}

    /// @param configured aliases that stand in the configuration, by name in lower case; they come
    ///   before those of the file
    /// @param aliases the file
    /// @param homes the home directory of a user, where the user's `.forward` counts
    /// @param folders whether the mail of a user has a folder of that name
    public FileDirectory(
            Map<String, List<Item>> configured,
            Optional<Path> aliases,
            Function<String, Optional<Path>> homes,
            BiPredicate<String, String> folders) {
        this.configured = Map.copyOf(configured);
        this.aliases = aliases;
        this.homes = homes;
        this.folders = folders;
    }

    /// What is wrong in the file of aliases, each with its place.
    ///
    /// @throws MailException where it cannot be read
    public static List<Problem.BadConfig> mistakes(Path aliases) throws MailException {
        try {
            return AliasText.of(text(aliases)).mistakes().stream()
                    .map(m -> new Problem.BadConfig(aliases.toString(), m.line(), m.words()))
                    .toList();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            aliases.toString(), aliases + " cannot be read: " + Reason.of(e)),
                    e);
        }
    }

    @Override
    public Optional<Listing> alias(String name) {
        Optional<Listing> first =
                Optional.ofNullable(configured.get(name))
                        .map(items -> new Listing("the configuration", items));
        return first.or(() -> aliases.flatMap(file -> fromFile(file, name)));
    }

    private synchronized Optional<Listing> fromFile(Path file, String name) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            if (known.filter(k -> k.changed.equals(changed) && k.size == size).isEmpty()) {
                known = Optional.of(new Known(changed, size, AliasText.of(text(file))));
            }
        } catch (NoSuchFileException _) {
            known = Optional.empty(); // none is as good as an empty one
        } catch (IOException e) {
            // What was known before is better than to refuse everybody's mail.
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be read: {1}", file, Reason.of(e));
        }
        return known.map(k -> k.text.aliases().get(name))
                .map(entry -> new Listing(file + ":" + entry.line(), entry.items()));
    }

    @Override
    public Optional<Listing> forward(String user) {
        Optional<Path> file = homes.apply(user).map(home -> home.resolve(".forward"));
        if (file.isEmpty() || !Files.exists(file.get())) {
            return Optional.empty();
        }
        try {
            if (isOpenToOthers(file.get())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} can be written to by others; not heeded",
                        file.get());
                return Optional.empty();
            }
            List<Item> items = new ArrayList<>(Item.list(text(file.get()), Router.MOST_STEPS));
            items.removeIf(Item.Unknown.class::isInstance);
            return Optional.of(new Listing(file.get().toString(), items));
        } catch (IOException e) {
            // It waits until somebody can read it: to the mailbox would be where it must not go.
            return Optional.of(
                    new Listing(file.get().toString(), List.of(new Item.Include(file.get()))));
        }
    }

    @Override
    public Included include(Path file) {
        try {
            return isOpenToOthers(file)
                    ? new Included.Unreadable(file + " can be written to by others", true)
                    : new Included.Read(
                            new Listing(file.toString(), Item.list(text(file), Router.MOST_STEPS)));
        } catch (IOException e) {
            return new Included.Unreadable(file + " cannot be read: " + Reason.of(e), true);
        }
    }

    @Override
    public boolean hasFolder(String user, String folder) {
        return folders.test(user, folder);
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        Set<PosixFilePermission> may = view.readAttributes().permissions();
        return may.contains(PosixFilePermission.OTHERS_WRITE)
                || may.contains(PosixFilePermission.GROUP_WRITE);
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Files.exists(file)
                    ? new IOException("not a file")
                    : new NoSuchFileException(file.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MOST_OCTETS + 1);
            if (octets.length > MOST_OCTETS) {
                throw new IOException("it is larger than " + MOST_OCTETS + " octets");
            }
            return new String(octets, UTF_8);
        }
    }
}
