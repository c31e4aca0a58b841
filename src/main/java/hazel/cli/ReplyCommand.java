package hazel.cli;

import hazel.app.NotHere;
import hazel.compose.Draft;
import hazel.compose.Original;
import hazel.compose.Replies;
import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel reply`.
@Command(
        name = "reply",
        description = {
            "Answer a message.",
            "The text is --body, --body-file or standard input; on a terminal the composer opens."
        },
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  echo Thanks. | hazel reply INBOX:4711"})
final class ReplyCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for standard input.")
    private String id = "";

    @Option(names = "--all", description = "To everybody it went to.")
    private boolean isToAll;

    @Option(names = "--list", description = "To its mailing list.")
    private boolean isToList;

    @Mixin private AddressOptions who = new AddressOptions();

    @Mixin private LetterOptions letter = new LetterOptions();

    @Mixin private SubmitOptions submit = new SubmitOptions();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Session session = who.session();
        var sending = new Sending(session, submit);
        var mail = new Mail(session, session.config());
        Original original =
                Original.of(mail.octetsToAnswer(id, why -> sending.warn(NotHere.notQuoted(why))));
        Replies replies = sending.replies(who.account(), mail.mailbox(id));
        Draft begun =
                isToList
                        ? replies.replyList(original)
                        : isToAll ? replies.replyAll(original) : replies.reply(original);
        Draft draft =
                letter.over(
                        who.to(who.from(begun, sending.writers()), List.of(), sending.book()),
                        sending.book());
        return letter.hasText() || !Terminals.isTerminal()
                ? sending.send(letter.withText(mail.answering(id, draft)))
                : sending.compose(mail.answering(id, draft));
    }
}
