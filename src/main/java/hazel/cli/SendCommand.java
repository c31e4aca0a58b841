package hazel.cli;

import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.compose.Mailto;
import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel send`: writes a message from flags and standard input, and submits it.
@Command(
        name = "send",
        description = {
            "Write a message and send it.",
            "",
            "The text is --body, --body-file or standard input. On a terminal, and without a text,"
                    + " the composer opens with what the flags say filled in."
        },
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ADDRESS", description = "Who it goes to; a short name will do.")
    private List<String> to = List.of();

    @Option(
            names = "--mailto",
            paramLabel = "LINK",
            description = "A mailto: link that says who it goes to and what it is about.")
    private Optional<String> mailto = Optional.empty();

    @Option(
            names = {"--template", "-H"},
            paramLabel = "FILE",
            description =
                    "A file with header fields and text to begin with; '-' is standard input.")
    private Optional<String> template = Optional.empty();

    @Mixin private LetterOptions letter = new LetterOptions();

    @Mixin private SubmitOptions submit = new SubmitOptions();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        var sending = new Sending(Session.of(letter.file()), submit);
        Identity identity = letter.identity(sending.writers());
        Draft blank = begun(Draft.blank(identity), sending);
        Draft draft = letter.over(letter.to(blank, to, sending.book()), sending.book());
        boolean asks = !letter.hasText() && Terminals.isTerminal() && !sending.isDryRun();
        if (asks) {
            return sending.compose(draft);
        }
        return sending.send(
                template.isPresent() && !letter.hasText() ? draft : letter.withText(draft));
    }

    /// What a link or a file says, before the flags say more.
    private Draft begun(Draft blank, Sending sending) throws MailException {
        Draft draft = blank;
        if (template.isPresent()) {
            Draft written = sending.template(Input.octets(template.get()));
            draft = letter.isFromNamed() ? written.withFrom(blank.from()) : written;
        }
        if (mailto.isPresent()) {
            Mailto.Read read = Mailto.read(mailto.get(), draft);
            read.ignored().forEach(sending::warnIgnored);
            draft = read.draft();
        }
        return draft;
    }
}
