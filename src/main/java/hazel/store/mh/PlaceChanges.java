package hazel.store.mh;

import hazel.file.BufferInput;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is different in a folder between two readings of it.
///
/// @param removed the files that are gone
/// @param put the messages that are new or elsewhere
record PlaceChanges(List<FileId> removed, List<Place> put) {

    PlaceChanges {
        removed = List.copyOf(removed);
        put = List.copyOf(put);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(removed.size());
        for (FileId file : removed) {
            out.writeLong(file.inode());
            out.writeLong(file.made());
        }
        out.writeInt(put.size());
        for (Place place : put) {
            FileId file = FileId.of(place.uid()).orElseThrow();
            out.writeInt(place.number());
            out.writeLong(file.inode());
            out.writeLong(file.made());
            out.writeLong(place.arrival().getEpochSecond());
            out.writeInt(place.arrival().getNano());
            out.writeLong(place.size());
        }
    }

    /// @throws IOException where these octets are not what [#write] wrote
    static PlaceChanges read(BufferInput octets) throws IOException {
        var in = new DataInputStream(octets);
        List<FileId> removed = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            removed.add(new FileId(in.readLong(), in.readLong()));
        }
        List<Place> put = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int number = in.readInt();
            if (number <= 0) {
                throw new IOException("no number");
            }
            var file = new FileId(in.readLong(), in.readLong());
            var arrival = Instant.ofEpochSecond(in.readLong(), in.readInt());
            put.add(new Place(number, file.uid(), arrival, in.readLong()));
        }
        return new PlaceChanges(removed, put);
    }
}
