package hazel.store.local;

import hazel.mail.MailException;
import hazel.store.InPart;
import hazel.store.Progress;
import hazel.store.Uid;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Work on messages one after another, each at the place of its file.
///
/// Messages that are gone are passed over. What is not where it was last seen is looked for once
/// more at the end, so that many such cost one reading of the directory and not one each.
///
/// @param <P> what tells where a file is
public record EachMessage<P>(Finding<P> finding, Collection<Uid> uids, Progress progress) {

    /// How a mailbox finds its files.
    public interface Finding<P> {

        /// Where a message was last seen.
        Optional<P> known(Uid uid) throws IOException, MailException;

        void readAnew() throws IOException, MailException;

        /// @param place of the message that was worked on, empty where that was another trouble
        MailException failed(Optional<P> place, IOException e);
    }

    public interface Work<P, T> {

        /// @throws NoSuchFileException where the message is not there any more
        T at(P place) throws IOException, MailException;
    }

    /// @return what came of each message that was there
    /// @throws InPart where it failed when some were done
    public <T> List<T> done(Work<P, T> work, InPart.Told<T> told) throws MailException {
        List<T> done = new ArrayList<>();
        try {
            Collection<Uid> missed = round(uids, work, done);
            if (!missed.isEmpty()) {
                finding.readAnew();
                round(missed, work, done);
            }
        } catch (IOException e) {
            throw told.of(finding.failed(Optional.empty(), e), done);
        } catch (MailException e) {
            throw told.of(e, done);
        }
        return done;
    }

    /// @return those that were not found
    private <T> List<Uid> round(Collection<Uid> some, Work<P, T> work, List<T> done)
            throws IOException, MailException {
        List<Uid> missed = new ArrayList<>();
        for (Uid uid : some) {
            if (Progress.isStopped(progress, done.size(), uids.size())) {
                return List.of();
            }
            Optional<P> place = finding.known(uid);
            if (place.isEmpty()) {
                missed.add(uid);
                continue;
            }
            try {
                done.add(work.at(place.get()));
            } catch (NoSuchFileException _) {
                missed.add(uid);
            } catch (IOException e) {
                throw finding.failed(place, e);
            }
        }
        return missed;
    }
}
