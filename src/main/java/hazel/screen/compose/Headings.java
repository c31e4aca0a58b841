package hazel.screen.compose;

import hazel.compose.Draft;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mime.AddressParser;
import hazel.screen.editor.Editor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is typed into the fields above a message, whether it makes sense yet or not.
///
/// @param editors one for each [Heading], in that order
@SuppressWarnings("EnumOrdinal") // one editor for each heading, in their order
record Headings(List<Editor> editors, Rare rare) {

    enum Rare {
        HIDDEN,
        SHOWN
    }

    /// Why a field cannot be sent as it is.
    record Fault(Heading heading, String message) {}

    static Headings of(Draft draft) {
        List<String> texts =
                List.of(
                        written(draft.from()),
                        written(draft.to()),
                        written(draft.cc()),
                        written(draft.bcc()),
                        written(draft.replyTo()),
                        draft.subject());
        return new Headings(texts.stream().map(Headings::atEnd).toList(), Rare.HIDDEN);
    }

    Editor editor(Heading heading) {
        return editors.get(heading.ordinal());
    }

    String text(Heading heading) {
        return editor(heading).text().text();
    }

    Headings with(Heading heading, Editor editor) {
        var changed = new ArrayList<>(editors);
        changed.set(heading.ordinal(), editor);
        return new Headings(List.copyOf(changed), rare);
    }

    Headings with(Heading heading, String text) {
        return with(heading, atEnd(text));
    }

    Headings toggled() {
        return new Headings(editors, rare == Rare.HIDDEN ? Rare.SHOWN : Rare.HIDDEN);
    }

    List<Heading> visible() {
        return Arrays.stream(Heading.values())
                .filter(h -> !h.isRare() || rare == Rare.SHOWN || !text(h).isBlank())
                .toList();
    }

    /// The first field that holds something else than addresses, or where none is to send to.
    Optional<Fault> fault() {
        for (Heading heading : Heading.values()) {
            if (heading.holdsAddresses()) {
                try {
                    AddressParser.parseStrict(text(heading));
                } catch (MailException e) {
                    return Optional.of(new Fault(heading, e.problem().message()));
                }
            }
        }
        if (addresses(Heading.FROM).size() != 1) {
            return Optional.of(new Fault(Heading.FROM, "From needs one address"));
        }
        return recipients().isEmpty()
                ? Optional.of(new Fault(Heading.TO, "nobody to send it to"))
                : Optional.empty();
    }

    List<Address> recipients() {
        return Stream.of(Heading.TO, Heading.CC, Heading.BCC)
                .flatMap(h -> addresses(h).stream())
                .toList();
    }

    /// The draft with what can be understood of the fields.
    Draft into(Draft draft) {
        Draft filled =
                draft.withTo(addresses(Heading.TO))
                        .withCc(addresses(Heading.CC))
                        .withBcc(addresses(Heading.BCC))
                        .withReplyTo(addresses(Heading.REPLY_TO))
                        .withSubject(text(Heading.SUBJECT));
        List<Address> from = addresses(Heading.FROM);
        return from.isEmpty() ? filled : filled.withFrom(from.getFirst());
    }

    /// What is being typed: the text behind the last comma.
    String token(Heading heading) {
        String text = text(heading);
        return text.substring(tokenStart(text)).strip();
    }

    Headings completed(Heading heading, String candidate) {
        String text = text(heading);
        String kept = text.substring(0, tokenStart(text)).strip();
        return with(heading, kept.isEmpty() ? candidate : kept + " " + candidate);
    }

    private static int tokenStart(String text) {
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (text.charAt(i) == ',' && !quoted) {
                start = i + 1;
            }
        }
        return start;
    }

    private List<Address> addresses(Heading heading) {
        return AddressParser.parse(text(heading));
    }

    private static Editor atEnd(String text) {
        Editor editor = Editor.of(text.replaceAll("\\R", " "));
        return editor.at(editor.text().end());
    }

    private static String written(List<Address> addresses) {
        return addresses.stream().map(Headings::written).collect(Collectors.joining(", "));
    }

    private static String written(Address address) {
        return address.typed();
    }
}
