package hazel.store.maildir;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.store.NewMessage;
import hazel.store.Uid;
import hazel.store.local.Copying;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts new messages into a Maildir: written in `tmp`, forced to the disk, renamed, and the
/// directories that got them forced last.
record Delivery(Maildir to) {

    List<Uid> all(List<NewMessage> messages) throws IOException, MailException {
        Map<Path, Place> places = new LinkedHashMap<>();
        Set<Path> changed = new HashSet<>();
        for (NewMessage message : messages) {
            Place place = place(message);
            places.put(to.root.resolve("tmp").resolve(place.name().unique()), place);
        }
        try {
            write(List.copyOf(places.keySet()), messages);
            for (var each : places.entrySet()) {
                Path path = to.names.path(each.getValue());
                Files.move(each.getKey(), path, StandardCopyOption.ATOMIC_MOVE);
                to.names.put(each.getValue());
                changed.add(to.root.resolve(each.getValue().isNew() ? "new" : "cur"));
            }
        } catch (IOException e) {
            for (Path temporary : places.keySet()) {
                Files.deleteIfExists(temporary);
            }
            throw e;
        }
        for (Path directory : changed) {
            DurableFiles.syncDirectory(directory);
        }
        return places.values().stream().map(Place::uid).toList();
    }

    private Place place(NewMessage message) throws IOException, MailException {
        Set<String> words = message.marks().keywords();
        boolean isNew = words.isEmpty() && Copying.lasting(message.marks().flags()).isEmpty();
        FileName bare = new FileName(to.uniqueNames.get(), "", "");
        Set<Character> letters = to.keywords.letters(words, Set.of());
        return new Place(isNew, isNew ? bare : bare.with(message.marks().flags(), letters));
    }

    private static void write(List<Path> files, List<NewMessage> messages) throws IOException {
        List<DurableFiles.NewFile> fresh = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FileTime arrival = FileTime.from(messages.get(i).arrival());
            fresh.add(new DurableFiles.NewFile(files.get(i), messages.get(i).octets(), arrival));
        }
        DurableFiles.writeAllNew(fresh);
    }
}
