package hazel.cli;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel mailbox`: the mailboxes themselves.
@Command(
        name = "mailbox",
        description = "List, create, rename, remove and expunge mailboxes.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel mailbox list",
            "  hazel mailbox create Letters",
            "  hazel mailbox expunge INBOX"
        })
final class MailboxCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw Usage.incomplete(spec);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "list",
            description = "List the mailboxes of every account, with unseen and all messages.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Dotfile dotfile, @Mixin AsJson json) throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        for (Config.Account account : mail.config().accounts()) {
            try (MessageStore store = mail.store(account)) {
                for (MailboxInfo info : store.list()) {
                    var place = new Session.Place(account, info.name());
                    out().println(
                                    json.isWanted()
                                            ? object(account, info)
                                            : line(mail, place, info));
                }
            }
        }
        return Exit.OK;
    }

    private static String line(Mail mail, Session.Place place, MailboxInfo info) {
        String counts = info.total() < 0 ? "" : info.unseen() + "/" + info.total();
        return (Harmless.line(mail.name(place)) + "  " + counts).stripTrailing();
    }

    private static Object object(Config.Account account, MailboxInfo info) {
        return Json.object()
                .add("account", account.name())
                .add("mailbox", info.name().value())
                .add("selectable", info.isSelectable())
                .add("total", info.total())
                .add("unseen", info.unseen())
                .build();
    }

    @Command(name = "create", description = "Create a mailbox.", mixinStandardHelpOptions = true)
    int create(
            @Mixin Dotfile dotfile,
            @Parameters(paramLabel = "MAILBOX", description = "Its name.") String name)
            throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        Session.Place place = mail.place(name);
        try (MessageStore store = mail.store(place.account())) {
            store.create(place.name());
        }
        return Exit.OK;
    }

    @Command(name = "rename", description = "Rename a mailbox.", mixinStandardHelpOptions = true)
    int rename(
            @Mixin Dotfile dotfile,
            @Parameters(paramLabel = "MAILBOX", description = "Its name.") String name,
            @Parameters(paramLabel = "NAME", description = "Its new name.") String to)
            throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        Session.Place place = mail.place(name);
        try (MessageStore store = mail.store(place.account())) {
            store.rename(place.name(), new MailboxName(to));
        }
        return Exit.OK;
    }

    @Command(
            name = "delete",
            description = "Remove a mailbox; one that holds messages only with --force.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin Dotfile dotfile,
            @Parameters(paramLabel = "MAILBOX", description = "Its name.") String name,
            @picocli.CommandLine.Option(
                            names = "--force",
                            description = "With all the messages in it.")
                    boolean force)
            throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        Session.Place place = mail.place(name);
        List<Uid> held = mail.in(place, MailboxCommand::all);
        if (!held.isEmpty() && !force) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "hazel: %s holds %d messages; --force removes them too"
                                    .formatted(Harmless.line(name), held.size()));
            return Exit.NO;
        }
        try (MessageStore store = mail.store(place.account())) {
            store.delete(place.name());
        }
        return Exit.OK;
    }

    private static List<Uid> all(Mailbox mailbox) throws MailException {
        List<Uid> uids = new ArrayList<>();
        mailbox.scan(entry -> uids.add(entry.uid()), Progress.UNWATCHED);
        return uids;
    }

    @Command(
            name = "expunge",
            description = "Remove the messages marked deleted for good.",
            mixinStandardHelpOptions = true)
    int expunge(
            @Mixin Dotfile dotfile,
            @Parameters(paramLabel = "MAILBOX", description = "Its name.") String name)
            throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        int count =
                mail.in(
                        mail.place(name),
                        mailbox -> {
                            List<Uid> deleted = new ArrayList<>();
                            mailbox.scan(
                                    entry -> {
                                        if (entry.flags().contains(Flag.DELETED)) {
                                            deleted.add(entry.uid());
                                        }
                                    },
                                    Progress.UNWATCHED);
                            return mailbox.expunge(deleted, Progress.UNWATCHED).size();
                        });
        out().println(count + " removed");
        return Exit.OK;
    }
}
