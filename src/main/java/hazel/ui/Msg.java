package hazel.ui;

import hazel.command.Command;
import hazel.compose.Attachment;
import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.contacts.AddressBook;
import hazel.index.UidSet;
import hazel.index.View;
import hazel.mail.Address;
import hazel.mail.Header;
import hazel.mail.Part;
import hazel.mail.Problem;
import hazel.mime.Block;
import hazel.mime.Preference;
import hazel.store.IndexEntry;
import hazel.store.MailboxInfo;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.trust.Trace;
import hazel.verify.Verification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened. Every input to the program is one of these, and they arrive one at a
/// time.
public sealed interface Msg {

    record Pressed(Key key) implements Msg {}

    record Pasted(String text) implements Msg {}

    /// The mouse, in zero-based cells of the whole screen.
    record Clicked(int column, int row) implements Msg {}

    /// @param lines below zero for up
    record Scrolled(int lines) implements Msg {}

    record Resized(Size size) implements Msg {}

    /// What came of an effect, or what a mailbox did by itself. A key is for the top screen only;
    /// news is for every open screen.
    sealed interface News extends Msg {}

    /// A moment has passed; notices fade, drafts are kept.
    record Tick(Instant now) implements News {}

    /// @param complete false while more is still being read
    record MailboxOpened(MailboxRef mailbox, View view, boolean isReadOnly, boolean complete)
            implements News {}

    /// The mailbox as it is now: after a change by us or by others, or arranged anew.
    record ViewChanged(MailboxRef mailbox, View view) implements News {}

    record MailboxesListed(List<AccountMailboxes> accounts) implements News {}

    record AccountMailboxes(String account, List<MailboxInfo> mailboxes) {}

    record MessageLoaded(MessageRef message, LoadedMessage loaded) implements News {}

    /// A message taken apart for reading.
    @SuppressWarnings("ArrayRecordComponent") // fifty megabytes are not copied
    record LoadedMessage(Header header, Part root, List<Block> blocks, byte[] octets) {}

    record ReadAs(MessageRef message, Preference preference, List<Block> blocks) implements News {}

    record Traced(MessageRef message, Trace trace) implements News {}

    record Verified(MessageRef message, Verification verification) implements News {}

    record TextLoaded(MessageRef message, String title, List<String> lines) implements News {}

    /// What a command of the user's printed, to be shown on a screen of its own; opened by the
    /// program itself.
    record Printed(String command, List<String> lines) implements News {}

    /// @param position in the view, or -1 where nothing fits
    record Found(MailboxRef mailbox, int position) implements News {}

    record Matched(MailboxRef mailbox, String purpose, UidSet uids) implements News {}

    /// One whom the user can write as, and what becomes of a message sent under that name: `by the
    /// relay of this machine, a copy in Sent`.
    record Sender(Identity identity, String way) {

        public Address address() {
            return identity.address();
        }
    }

    /// @param senders the preferred one first
    /// @param book short names and addresses known, to complete what is typed
    record Composing(String draftId, Draft draft, List<Sender> senders, AddressBook book)
            implements News {}

    record Edited(String draftId, String text) implements News {}

    record Attached(String draftId, Attachment attachment) implements News {}

    record FileRead(String draftId, String text) implements News {}

    record Completed(String typed, List<String> candidates) implements News {}

    record DraftsListed(List<KeptDraft> drafts) implements News {}

    record KeptDraft(DraftPlace place, String to, String subject, Instant kept) {}

    /// Where a draft is kept.
    sealed interface DraftPlace {}

    /// In Hazel's own files.
    record InFiles(String draftId) implements DraftPlace {}

    /// In a mailbox for drafts, where other programs see it too.
    record InMailbox(MessageRef message) implements DraftPlace {}

    record Queued(String draftId, String queueId) implements News {}

    record OutboxListed(List<QueuedMessage> messages) implements News {}

    /// @param state waiting, held, sending, uncertain, failed
    /// @param answers what was said last, of each recipient where not the same of all
    record QueuedMessage(
            String queueId,
            String recipients,
            String subject,
            String state,
            Instant queued,
            Instant nextTry,
            List<String> answers) {}

    /// What waits in the relay, oldest first.
    ///
    /// @param isRunning some process delivers
    /// @param isCut there is more than is listed
    record RelayListed(boolean isRunning, List<Relayed> queue, boolean isCut) implements News {

        public RelayListed {
            queue = List.copyOf(queue);
        }
    }

    /// @param reversePath empty where nobody is to be told
    /// @param isHeld it waits for a person
    /// @param state what happens next, in a few words
    /// @param recipients those it has not reached, each with what was said of it last
    record Relayed(
            String queueId,
            String reversePath,
            Instant since,
            boolean isHeld,
            String state,
            List<String> recipients) {

        public Relayed {
            recipients = List.copyOf(recipients);
        }
    }

    /// How an account stands with its server.
    record Linked(String account, LinkState state) implements News {}

    sealed interface LinkState {

        record Connecting() implements LinkState {}

        record Online() implements LinkState {}

        /// It was asked something and says nothing.
        ///
        /// @param since how long already
        record Silent(String host, Duration since) implements LinkState {}

        /// @param retry how long until it is tried again
        record Offline(Duration retry) implements LinkState {}
    }

    /// Where an address's mail can be read and handed in.
    ///
    /// @param account a name for its account
    /// @param trouble why something was not found; empty where all was
    record ServersFound(
            String address,
            String account,
            Optional<FoundServer> incoming,
            Optional<FoundServer> outgoing,
            String trouble)
            implements News {}

    /// @param place for the user: `imap.example.org port 993, TLS`
    /// @param source who named it, for the user
    /// @param uris as the dotfile writes it, the likeliest first: they differ in the user's name
    /// @param isOutside whether its host is not of the address's domain
    record FoundServer(String place, String source, List<String> uris, boolean isOutside) {
        public FoundServer {
            uris = List.copyOf(uris);
        }
    }

    /// Nothing was written.
    record AccountRefused(Problem problem) implements News {}

    /// @param file that it was written to
    record AccountAdded(String account, String file) implements News {}

    /// A server of an account shows a certificate that is not believed. A person may look at it.
    record Distrusted(String account, Problem.BadCertificate problem) implements News {}

    record Pinned(String account, String host) implements News {}

    /// What [NewMail] counts, for whoever tells of it outside of the screens.
    ///
    /// @param mailbox may be a search: each message is called as there
    record Arrived(MailboxRef mailbox, List<IndexEntry> messages) implements News {
        public Arrived {
            messages = List.copyOf(messages);
        }
    }

    record NewMail(MailboxRef mailbox, int count) implements News {}

    /// Something to say on the notice line.
    ///
    /// @param then a command whose key to tell behind the text, such as the one that takes it back
    record Noticed(String text, Optional<Command> then) implements News {

        public static Noticed of(String text) {
            return new Noticed(text, Optional.empty());
        }

        public static Noticed undoable(String text) {
            return new Noticed(text, Optional.of(Command.UNDO));
        }
    }

    /// @param total -1 where not known
    record Working(String what, long done, long total, Rank rank, Unit unit) implements News {

        /// Whose work it is.
        public enum Rank {
            /// The user's, who can stop it.
            ASKED,
            /// What Hazel does by itself while nobody waits for anything.
            BACKGROUND
        }

        /// What is counted.
        public enum Unit {
            PIECES,
            OCTETS
        }

        public Working(String what, long done, long total, Rank rank) {
            this(what, done, total, rank, Unit.PIECES);
        }

        public Working(String what, long done, long total) {
            this(what, done, total, Rank.ASKED);
        }

        boolean isAsked() {
            return rank == Rank.ASKED;
        }
    }

    record WorkDone(String what) implements News {}

    record Failed(Effect effect, Problem problem) implements News {}
}
