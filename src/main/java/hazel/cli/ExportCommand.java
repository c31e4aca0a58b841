package hazel.cli;

import hazel.app.Stores;
import hazel.config.StoreConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel export`: mail into a file or directory of another format.
@Command(
        name = "export",
        description = {
            "Write messages, or a whole mailbox, to a new mbox, Maildir, MH folder or file.",
            "Nothing is written over: what is named after the format must not be there."
        },
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel export INBOX --to mbox /tmp/inbox.mbox"})
final class ExportCommand implements Callable<Integer> {

    /// What is written.
    enum Format {
        mbox,
        maildir,
        mh,
        eml
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "ID...|MAILBOX FILE",
            hideParamSyntax = true,
            description =
                    "Messages or one mailbox, and last the new file or directory; - after --to eml"
                            + " is standard output.")
    private List<String> words = List.of();

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            required = true,
            description = "mbox, maildir, mh, or eml for a single message as it is.")
    private Format format = Format.mbox;

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        if (words.size() < 2) {
            throw new UsageException("expected what to export, and last a new file or directory");
        }
        List<String> names = words.subList(0, words.size() - 1);
        if (format == Format.eml && names.size() > 1) {
            throw new UsageException("--to eml is for one message; mbox, maildir and mh take many");
        }
        Mail mail = Mail.of(dotfile);
        if (format == Format.eml && words.getLast().equals("-")) {
            StandardOutput.octets(spec.commandLine().getOut(), mail.octets(names.getFirst()));
            return Exit.OK;
        }
        Path target = Path.of(words.getLast());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new MailException(
                    new Problem.CannotWrite(
                            target.toString(), target + " is there already; name a new one"));
        }
        if (format == Format.eml) {
            return single(mail.octets(names.getFirst()), target);
        }
        List<Mail.Chosen> wanted = chosen(mail, names);
        begin(target);
        int count = 0;
        for (Mail.Chosen chosen : wanted) {
            count += mail.in(chosen.place(), from -> copy(from, chosen.uids(), target));
        }
        spec.commandLine().getOut().println(count + " written to " + target);
        return Exit.OK;
    }

    /// Makes the new store, which must not be there.
    private void begin(Path target) throws MailException {
        if (format == Format.mbox) {
            try {
                Files.createFile(target);
            } catch (IOException e) {
                throw Trouble.writing(target, e);
            }
            return;
        }
        try (MessageStore store = Stores.open(store(target), Clock.systemUTC())) {
            if (store.list().isEmpty()) {
                store.create(MailboxName.INBOX);
            }
        }
    }

    private static int single(byte[] octets, Path target) throws MailException {
        try {
            Files.write(target, octets, StandardOpenOption.CREATE_NEW);
            return Exit.OK;
        } catch (IOException e) {
            throw Trouble.writing(target, e);
        }
    }

    private StoreConfig.Local store(Path target) {
        Path path = target.toAbsolutePath();
        return switch (format) {
            case mbox, eml -> new StoreConfig.Mbox(path);
            case maildir -> new StoreConfig.Maildir(path);
            case mh -> new StoreConfig.Mh(path);
        };
    }

    /// A word without a colon is a mailbox.
    private static List<Mail.Chosen> chosen(Mail mail, List<String> names) throws MailException {
        boolean isMailbox =
                names.size() == 1
                        && !names.getFirst().contains(":")
                        && !names.getFirst().equals("-");
        if (!isMailbox) {
            return mail.chosen(names);
        }
        Session.Place place = mail.place(names.getFirst());
        List<Uid> all = new ArrayList<>();
        mail.in(
                place,
                mailbox -> {
                    mailbox.scan(entry -> all.add(entry.uid()), Progress.UNWATCHED);
                    return all;
                });
        return List.of(new Mail.Chosen(place, all));
    }

    private int copy(Mailbox from, List<Uid> uids, Path target) throws MailException {
        try (MessageStore store = Stores.open(store(target), Clock.systemUTC());
                Mailbox to = store.open(MailboxName.INBOX)) {
            return from.copy(uids, to, Progress.UNWATCHED).size();
        }
    }
}
