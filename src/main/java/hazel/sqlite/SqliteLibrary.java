package hazel.sqlite;

import hazel.file.DurableFiles;

import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// SQLite itself, which is machine code in the jar: unpacked once into the cache directory and
/// loaded from there, where the driver by itself would unpack it into `/tmp` at each start.
///
/// A package that has the library as a file of its own names its directory in the system property
/// `org.sqlite.lib.path`, and nothing is unpacked.
public final class SqliteLibrary {

    public static final String PATH = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /// To be called before [SqliteFile] is first used. Where nothing can be written, the driver
    /// does as it does by itself.
    public static synchronized void prepare(Path caches) {
        if (System.getProperty(PATH) != null) {
            return;
        }
        try {
            System.setProperty(PATH, unpacked(caches).toString());
        } catch (IOException e) {
            System.getLogger("hazel.cache").log(System.Logger.Level.DEBUG, "SQLite's library", e);
        }
    }

    /// The directory that the library is in.
    public static Path unpacked(Path caches) throws IOException {
        Path directory =
                caches.resolve("native")
                        .resolve(
                                "sqlite-"
                                        + SQLiteJDBCLoader.getVersion()
                                        + "-"
                                        + System.getProperty("os.arch"));
        String name = LibraryLoaderUtil.getNativeLibName();
        if (!Files.isRegularFile(directory.resolve(name))) {
            unpack(directory, name);
        }
        return directory;
    }

    private static void unpack(Path directory, String name) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the jar has no " + resource);
            }
            DurableFiles.createPrivateDirectories(directory);
            DurableFiles.write(directory.resolve(name), in.readAllBytes());
        }
    }
}
