package hazel.screen.compose;

import hazel.compose.Draft;
import hazel.contacts.AddressBook;
import hazel.mail.Address;
import hazel.mail.Field;
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
record Headings(List<Editor> editors, Rare rare, AddressBook book) {

    /// The fields of a stored draft that hold what is no address yet, as it was typed.
    private static final String TYPED = "X-Hazel-Typed-";

    private static final int CANDIDATES = 20;

    enum Rare {
        HIDDEN,
        SHOWN
    }

    /// Why a field cannot be sent as it is.
    record Fault(Heading heading, String message) {}

    static Headings of(Draft draft, AddressBook book) {
        List<Editor> editors =
                Arrays.stream(Heading.values())
                        .map(h -> draft.extra(noteOf(h)).orElseGet(() -> text(draft, h)))
                        .map(Headings::atEnd)
                        .toList();
        return new Headings(editors, Rare.HIDDEN, book);
    }

    private static String text(Draft draft, Heading heading) {
        return switch (heading) {
            case FROM -> written(List.of(draft.from()));
            case TO -> written(draft.to());
            case CC -> written(draft.cc());
            case BCC -> written(draft.bcc());
            case REPLY_TO -> written(draft.replyTo());
            case SUBJECT -> draft.subject();
        };
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
        return new Headings(List.copyOf(changed), rare, book);
    }

    Headings with(Heading heading, String text) {
        return with(heading, atEnd(text));
    }

    Headings toggled() {
        return new Headings(editors, rare == Rare.HIDDEN ? Rare.SHOWN : Rare.HIDDEN, book);
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
                Optional<Fault> fault = faultOf(heading);
                if (fault.isPresent()) {
                    return fault;
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

    private Optional<Fault> faultOf(Heading heading) {
        try {
            book.read(text(heading));
            return Optional.empty();
        } catch (MailException e) {
            return Optional.of(new Fault(heading, e.problem().message()));
        }
    }

    List<Address> recipients() {
        return Stream.of(Heading.TO, Heading.CC, Heading.BCC)
                .flatMap(h -> addresses(h).stream())
                .toList();
    }

    /// The draft with what can be understood of the fields, and a note of what cannot.
    Draft into(Draft draft) {
        Draft filled =
                draft.withTo(addresses(Heading.TO))
                        .withCc(addresses(Heading.CC))
                        .withBcc(addresses(Heading.BCC))
                        .withReplyTo(addresses(Heading.REPLY_TO))
                        .withSubject(text(Heading.SUBJECT));
        List<Address> from = addresses(Heading.FROM);
        List<Field> kept =
                Stream.concat(
                                filled.extraFields().stream()
                                        .filter(f ->
                                                Arrays.stream(Heading.values())
                                                        .noneMatch(h -> f.isNamed(noteOf(h)))),
                                Arrays.stream(Heading.values())
                                        .filter(h -> h.holdsAddresses() && faultOf(h).isPresent())
                                        .map(h -> new Field(noteOf(h), text(h))))
                        .toList();
        Draft noted = filled.withExtraFields(kept);
        return from.isEmpty() ? noted : noted.withFrom(from.getFirst());
    }

    /// With the short names in that field spelled out.
    Headings spelledOut(Heading heading) {
        if (!heading.holdsAddresses()) {
            return this;
        }
        String typed = text(heading);
        String full = book.spelledOut(typed);
        return full.equals(typed) ? this : with(heading, full);
    }

    /// What the address being typed there could become.
    Completion completion(Heading heading) {
        if (!heading.holdsAddresses()) {
            return Completion.NONE;
        }
        List<String> candidates =
                book.complete(token(heading)).stream()
                        .map(entry -> written(entry.addresses()))
                        .distinct()
                        .limit(CANDIDATES)
                        .toList();
        return new Completion(candidates, tokenStart(text(heading)));
    }

    /// What is being typed: the text behind the last comma.
    String token(Heading heading) {
        String text = text(heading);
        return text.substring(tokenStart(text)).strip();
    }

    /// @param start of what the candidate takes the place of
    Headings completed(Heading heading, int start, String candidate) {
        String kept = text(heading).substring(0, start).strip();
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

    /// Whom the message is from, where that can be understood.
    Optional<Address> from() {
        return addresses(Heading.FROM).stream().findFirst();
    }

    private List<Address> addresses(Heading heading) {
        return AddressParser.parse(book.spelledOut(text(heading)));
    }

    private static Editor atEnd(String text) {
        Editor editor = Editor.of(text.replaceAll("\\R", " "));
        return editor.at(editor.text().end());
    }

    private static String written(List<Address> addresses) {
        return addresses.stream().map(Address::typed).collect(Collectors.joining(", "));
    }

    private static String noteOf(Heading heading) {
        return TYPED + heading.label();
    }
}
