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
        footer = {
            "%nExamples:",
            "  echo 'The build is green.' | hazel send -s Build ada@example.org",
            "  hazel send -s Report --body 'It is attached.' -a report.pdf ada@example.org",
            "  hazel send --dry-run --body Hello ada@example.org",
            "  hazel send --json --body Hello ada@example.org",
            "  hazel send --dsn success,failure --body Hello ada@example.org",
            "%nExit status:",
            "  0 accepted by the next hop, or by the bundled relay where that is how the account"
                + " sends; 2 some recipients were refused; 65 an address is not one; 66 a file is"
                + " not there; 67 all recipients were refused; 68 unknown host; 69 the server is"
                + " not to be reached; 75 not now, and nothing was kept; 77 the login or the"
                + " certificate is not accepted."
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

    @Mixin private AddressOptions who = new AddressOptions();

    @Mixin private LetterOptions letter = new LetterOptions();

    @Mixin private SubmitOptions submit = new SubmitOptions();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        var sending = new Sending(who.session(), submit);
        Identity identity = who.identity(sending.writers());
        Draft blank = begun(Draft.blank(identity), sending);
        Draft draft = letter.over(who.to(blank, to, sending.book()), sending.book());
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
            draft = who.isFromNamed() ? written.withFrom(blank.from()) : written;
        }
        if (mailto.isPresent()) {
            Mailto.Read read = Mailto.read(mailto.get(), draft);
            for (String field : read.ignored()) {
                sending.warn("the link asked for '" + field + "', which was left out");
            }
            draft = read.draft();
        }
        return draft;
    }
}
