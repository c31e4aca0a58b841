package hazel.cli;

import hazel.compose.Attachment;
import hazel.compose.Draft;
import hazel.compose.Signature;
import hazel.contacts.AddressBook;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.Problem;
import hazel.mime.MessageIds;

import picocli.CommandLine.Option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a message is to be, as flags say it, besides who writes to whom.
final class LetterOptions {

    @Option(names = "--reply-to", paramLabel = "ADDRESS", description = "Where answers should go.")
    private List<String> replyTo = new ArrayList<>();

    @Option(
            names = {"--subject", "-s"},
            paramLabel = "TEXT",
            description = "What it is about.")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--body", paramLabel = "TEXT", description = "The text itself.")
    private Optional<String> body = Optional.empty();

    @Option(
            names = {"--body-file", "-i"},
            paramLabel = "FILE",
            description = "A file with the text; '-' is standard input.")
    private Optional<String> bodyFile = Optional.empty();

    @Option(
            names = {"--attach", "-a"},
            paramLabel = "FILE[;TYPE][;NAME]",
            description = "A file to send along, and what it is and is called if not as it seems.")
    private List<String> attach = new ArrayList<>();

    @Option(
            names = "--inline",
            paramLabel = "FILE",
            description = "A picture that --html shows as cid:NAME.")
    private List<String> inline = new ArrayList<>();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "A file with the same text in HTML.")
    private Optional<String> html = Optional.empty();

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A further header field.")
    private List<String> header = new ArrayList<>();

    @Option(
            names = "--in-reply-to",
            paramLabel = "MESSAGE-ID",
            description = "The message it answers.")
    private String inReplyTo = "";

    /// Whether the text is said by flags, so that nobody has to type it.
    boolean hasText() {
        return body.isPresent() || bodyFile.isPresent();
    }

    /// A draft with what the flags say, besides its addresses and the text.
    Draft over(Draft draft, AddressBook book) throws MailException, UsageException {
        Draft filled = draft;
        filled =
                replyTo.isEmpty() ? filled : filled.withReplyTo(AddressOptions.read(replyTo, book));
        filled = subject.isEmpty() ? filled : filled.withSubject(subject.get());
        for (String each : attach) {
            filled = filled.attach(attachment(each));
        }
        for (String each : inline) {
            Attachment picture = attachment(each);
            filled = filled.attach(picture.inline(picture.fileName()));
        }
        if (html.isPresent()) {
            filled = filled.withHtmlBody(Optional.of(Input.text(html.get())));
        }
        for (String each : header) {
            int colon = each.indexOf(':');
            if (colon < 1) {
                throw new UsageException("--header " + each + ": expected 'Name: value'");
            }
            filled = filled.withExtra(each.substring(0, colon), each.substring(colon + 1).strip());
        }
        if (!inReplyTo.isEmpty()) {
            var ids = MessageIds.parse(inReplyTo);
            if (ids.size() != 1) {
                throw new UsageException("--in-reply-to " + inReplyTo + ": expected <id@domain>");
            }
            filled = filled.inThread(Optional.of(ids.getFirst()), ids);
        }
        return filled;
    }

    /// With the text, from the flags or from standard input, above what the draft has.
    Draft withText(Draft draft) throws MailException {
        String text =
                body.isPresent()
                        ? body.get()
                        : Input.text(bodyFile.orElse("-")).replace("\r\n", "\n");
        String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        String rest = draft.body();
        boolean isBlank = rest.isBlank() || rest.equals(signatureOnly(draft));
        return draft.withBody(isBlank ? ended + rest.stripLeading() : ended + "\n" + rest);
    }

    private static String signatureOnly(Draft draft) {
        return Signature.dropped(draft.body()).isBlank() ? draft.body() : "";
    }

    private static Attachment attachment(String written) throws MailException {
        String[] words = written.split(";", -1);
        Attachment attachment;
        try {
            attachment = Attachment.of(Path.of(words[0]));
        } catch (InvalidPathException e) {
            throw new MailException(new Problem.NoSuchFile(words[0]), e);
        }
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            int slash = word.indexOf('/');
            attachment =
                    slash > 0
                            ? attachment.withMediaType(
                                    MediaType.of(
                                            word.substring(0, slash), word.substring(slash + 1)))
                            : word.isEmpty() ? attachment : attachment.withFileName(word);
        }
        return attachment;
    }
}
