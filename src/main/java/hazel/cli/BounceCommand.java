package hazel.cli;

import hazel.compose.Draft;
import hazel.compose.Original;
import hazel.compose.Replies;
import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel bounce`.
@Command(
        name = "bounce",
        description = {
            "Send a message on unchanged, as if it had gone there at once.",
            "Only Resent- fields are added; the text stays as it is."
        },
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel bounce INBOX:4711 --to ada@example.org"})
final class BounceCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for standard input.")
    private String id = "";

    @Mixin private AddressOptions who = new AddressOptions();

    @Mixin private SubmitOptions submit = new SubmitOptions();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Session session = who.session();
        var sending = new Sending(session, submit);
        var mail = new Mail(session, session.config());
        Original original = Original.of(mail.octets(id));
        Replies replies = sending.replies(who.account(), mail.mailbox(id));
        Draft begun = replies.resend(original);
        Draft draft = who.to(who.from(begun, sending.writers()), List.of(), sending.book());
        return sending.send(mail.answering(id, draft));
    }
}
