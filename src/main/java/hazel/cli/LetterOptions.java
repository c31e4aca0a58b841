package hazel.cli;

import hazel.app.Writers;
import hazel.compose.Attachment;
import hazel.compose.Draft;
import hazel.compose.Identities;
import hazel.compose.Identity;
import hazel.compose.Signature;
import hazel.contacts.AddressBook;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.Problem;
import hazel.mime.AddressParser;
import hazel.mime.MessageIds;

import picocli.CommandLine.Option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a message is to be, as flags say it.
final class LetterOptions {

    @Option(names = "-F", paramLabel = "FILE", description = "The configuration file.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--account", paramLabel = "NAME", description = "The account that sends it.")
    private String account = "";

    @Option(
            names = {"--from", "-r"},
            paramLabel = "ADDRESS",
            description = "Who it is from.")
    private String from = "";

    @Option(
            names = "--identity",
            paramLabel = "ADDRESS",
            description = "The one of your addresses to write as, by any part of it.")
    private String identity = "";

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Who it goes to.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = {"--cc", "-c"},
            paramLabel = "ADDRESS",
            description = "Who gets a copy.")
    private List<String> cc = new ArrayList<>();

    @Option(
            names = {"--bcc", "-b"},
            paramLabel = "ADDRESS",
            description = "Who gets a copy that nobody else knows of.")
    private List<String> bcc = new ArrayList<>();

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

    Optional<Path> file() {
        return file;
    }

    /// Whether the text is said by flags, so that nobody has to type it.
    boolean hasText() {
        return body.isPresent() || bodyFile.isPresent();
    }

    String account() {
        return account;
    }

    /// The draft under the name the flags say, where they say one.
    Draft from(Draft draft, Writers writers) throws MailException, UsageException {
        return isFromNamed() ? draft.withFrom(identity(writers).address()) : draft;
    }

    boolean isFromNamed() {
        return !from.isEmpty() || !identity.isEmpty();
    }

    Identity identity(Writers writers) throws MailException, UsageException {
        Identities all = writers.identities(account);
        if (!identity.isEmpty()) {
            String wanted = identity.toLowerCase(Locale.ROOT);
            return all.all().stream()
                    .filter(i -> i.address().typed().toLowerCase(Locale.ROOT).contains(wanted))
                    .findFirst()
                    .orElseThrow(
                            () -> wrong("--identity " + identity + ": none of your addresses"));
        }
        if (from.isEmpty()) {
            return all.preferred();
        }
        List<Address> named = AddressParser.parseStrict(from);
        if (named.size() != 1) {
            throw wrong("--from " + from + ": expected one address");
        }
        Address address = named.getFirst();
        return all.all().stream()
                .filter(i -> i.address().isSameMailbox(address))
                .findFirst()
                .map(i ->
                        address.displayName().isEmpty()
                                ? i
                                : Identity.of(address).withSignature(i.signature()))
                .orElseGet(() -> Identity.of(address));
    }

    /// @param more recipients that were named without a flag
    Draft to(Draft draft, List<String> more, AddressBook book) throws MailException {
        List<Address> all = read(Stream.concat(to.stream(), more.stream()).toList(), book);
        return all.isEmpty() ? draft : draft.withTo(all);
    }

    /// A draft with what the flags say, besides To and the text.
    Draft over(Draft draft, AddressBook book) throws MailException, UsageException {
        Draft filled = draft;
        filled = cc.isEmpty() ? filled : filled.withCc(read(cc, book));
        filled = bcc.isEmpty() ? filled : filled.withBcc(read(bcc, book));
        filled = replyTo.isEmpty() ? filled : filled.withReplyTo(read(replyTo, book));
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
                throw wrong("--header " + each + ": expected 'Name: value'");
            }
            filled = filled.withExtra(each.substring(0, colon), each.substring(colon + 1).strip());
        }
        if (!inReplyTo.isEmpty()) {
            var ids = MessageIds.parse(inReplyTo);
            if (ids.size() != 1) {
                throw wrong("--in-reply-to " + inReplyTo + ": expected <id@domain>");
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

    private static List<Address> read(List<String> typed, AddressBook book) throws MailException {
        return typed.isEmpty() ? List.of() : book.read(String.join(", ", typed));
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

    private static UsageException wrong(String sentence) {
        return new UsageException(sentence);
    }
}
