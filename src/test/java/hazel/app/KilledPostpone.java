package hazel.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Strace;
import hazel.compose.Attachment;
import hazel.compose.Draft;
import hazel.compose.DraftStore;
import hazel.compose.Identities;
import hazel.compose.Identity;
import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// A process that goes on with a draft in a mailbox and puts it back; it is there to be let down.
///
/// @param files where drafts are while they are written
record KilledPostpone(Config config, Stores stores, DraftStore files, KeptDrafts kept) {

    static final String ID = "dgoneonwith";

    private static final Address ADA = new Address("", "ada", "example.org");

    /// @param args the directory
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(dir, () -> in(dir).work());
    }

    static KilledPostpone in(Path dir) throws MailException {
        String text =
                """
                [account.work]
                address = "ada@example.org"
                incoming = "maildir:%s"
                drafts = "Drafts"
                """
                        .formatted(dir.resolve("Mail"));
        var person = new ConfigReader.Person("", ADA);
        Places places = Places.under(dir);
        Config config =
                ((ConfigReader.Read) ConfigReader.read("f", text, List.of(), places, person))
                        .config();
        var stores = Stores.unheard(config, places, Clock.systemUTC());
        var files = DraftStore.in(dir.resolve("drafts"));
        return new KilledPostpone(
                config, stores, files, new KeptDrafts(files, config, stores, Clock.systemUTC()));
    }

    /// The first version, in the mailbox.
    void begin() throws MailException {
        kept.postpone("dbegunbegun", Draft.blank(Identity.of(ADA)).withSubject("version 1"));
    }

    private void work() throws MailException {
        KeptDrafts.Stored first = kept.stored().getFirst();
        byte[] octets;
        try (MessageStore store = stores.open(config.accounts().getFirst().incoming());
                Mailbox drafts = store.open(new MailboxName("Drafts"))) {
            octets = drafts.fetch(first.message().uid());
        }
        Draft draft = kept.resumed(first.message(), octets, Identities.of(Identity.of(ADA)));
        KeptDrafts.Postponed done =
                kept.postpone(
                        ID,
                        draft.withSubject("version 2")
                                .attach(
                                        Attachment.of(
                                                "attached".repeat(2000).getBytes(US_ASCII),
                                                MediaType.OCTETS,
                                                "a.bin")));
        if (done.trouble().isPresent()) {
            throw new MailException(new Problem.CannotWrite("drafts", done.trouble().get()));
        }
    }

    /// The subjects of those in the mailbox.
    List<String> inMailbox() throws MailException {
        return kept.stored().stream().map(s -> s.entry().subject()).toList();
    }

    /// The subjects of those in files.
    List<String> inFiles() throws MailException {
        List<String> all = new ArrayList<>();
        for (DraftStore.Kept each : files.list()) {
            all.add(each.draft().subject());
        }
        return all;
    }
}
