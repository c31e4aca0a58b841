package hazel.bench;

import hazel.app.Stores;
import hazel.config.StoreConfig;
import hazel.mime.TopScanner;
import hazel.store.IndexEntry;
import hazel.store.MailboxName;
import hazel.store.Progress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Opens a mailbox of [MakeMail] some times in one process and prints what each time took: `Opening
/// maildir|mbox|mh|headers DIRECTORY TIMES`. With `headers`, nothing but [TopScanner] is measured,
/// on the tops of the Maildir's first ten thousand messages.
public final class Opening {

    private Opening() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        int times = Integer.parseInt(arguments[2]);
        List<byte[]> tops = arguments[0].equals("headers") ? tops(directory) : List.of();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            long messages = tops.isEmpty() ? open(arguments[0], directory) : scan(tops);
            long micros = (System.nanoTime() - start) / 1000;
            System.out.printf(
                    "%s: %,d messages in %,d ms, %,d a second%n",
                    arguments[0], messages, micros / 1000, messages * 1_000_000 / micros);
        }
    }

    private static long open(String kind, Path directory) throws Exception {
        StoreConfig.Local config =
                switch (kind) {
                    case "maildir" -> new StoreConfig.Maildir(directory.resolve("Maildir"));
                    case "mbox" -> new StoreConfig.Mbox(directory.resolve("mbox"));
                    case "mh" -> new StoreConfig.Mh(directory.resolve("MH"));
                    default -> throw new IllegalArgumentException("no such store: " + kind);
                };
        List<IndexEntry> entries = new ArrayList<>();
        try (var store = Stores.open(config, Clock.systemUTC());
                var inbox = store.open(MailboxName.INBOX)) {
            inbox.scan(entries::add, Progress.UNWATCHED);
        }
        return entries.size();
    }

    private static List<byte[]> tops(Path directory) throws Exception {
        List<byte[]> tops = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("Maildir/cur"))) {
            for (Path file : files.limit(10_000).toList()) {
                try (var in = Files.newInputStream(file)) {
                    tops.add(in.readNBytes(8192));
                }
            }
        }
        return tops;
    }

    private static long scan(List<byte[]> tops) {
        long characters = 0;
        for (int round = 0; round < 10; round++) {
            for (byte[] top : tops) {
                characters += TopScanner.scan(top, 0, top.length).subject().length();
            }
        }
        if (characters == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return 10L * tops.size();
    }
}
