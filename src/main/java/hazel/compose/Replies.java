package hazel.compose;

import hazel.compose.Original.Signed;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.text.Harmless;
import hazel.text.Quote;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Begins a draft from a message: who it goes to, under which of the writer's names, how it is
/// quoted, where it stands in the thread.
///
/// @param zone of the date in the line above a quotation
public record Replies(Identities identities, ZoneId zone) {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu 'at' HH:mm", Locale.ENGLISH);
    private static final MediaType MESSAGE = MediaType.of("message", "rfc822");
    private static final String FOLLOWUP = "Mail-Followup-To";

    /// To the author, or where the author wants answers (RFC 5322 section 3.6.2). Answering one's
    /// own message goes on writing to the same people.
    public Draft reply(Original original) {
        return answer(original).withTo(answerTo(original));
    }

    /// To the author and everybody else it went to, once each, without the writer.
    public Draft replyAll(Original original) {
        List<Address> followup = original.addresses(FOLLOWUP);
        if (!followup.isEmpty()) {
            return answer(original).withTo(others(followup));
        }
        List<Address> to = answerTo(original);
        List<Address> rest =
                isOwn(original)
                        ? original.addresses("Cc")
                        : Stream.concat(
                                        original.addresses("To").stream(),
                                        original.addresses("Cc").stream())
                                .toList();
        return answer(original).withTo(to).withCc(Addresses.without(others(rest), to));
    }

    /// To the mailing list alone.
    ///
    /// @throws MailException where it came through none that takes messages
    public Draft replyList(Original original) throws MailException {
        Address list = original.list();
        List<Address> followup = original.addresses(FOLLOWUP);
        return answer(original).withTo(followup.isEmpty() ? List.of(list) : others(followup));
    }

    /// Its text beneath a line that says so, with what was attached to it.
    public Draft forward(Original original) {
        Identity identity = identity(original);
        String text =
                Signature.below("", identity)
                        + "\n---------- Forwarded message ----------\n"
                        + Stream.of("From", "Date", "Subject", "To", "Cc")
                                .filter(name -> !original.shown(name).isEmpty())
                                .map(name -> name + ": " + original.shown(name))
                                .collect(Collectors.joining("\n"))
                        + "\n\n"
                        + joined(original.text(Signed.KEPT));
        return sentOn(original, identity).withBody(text).withAttachments(original.attachments());
    }

    /// The message whole, as an attachment.
    public Draft forwardAttached(Original original) {
        return sentOn(original, identity(original))
                .attach(Attachment.of(original.octets(), MESSAGE, "message.eml"));
    }

    private Draft sentOn(Original original, Identity identity) {
        return Draft.blank(identity)
                .withKind(DraftKind.FORWARD)
                .withSubject(Subjects.forward(original.subject()))
                .inThread(Optional.empty(), original.thread());
    }

    /// The message unchanged, to other people (RFC 5322 section 3.6.6).
    public Draft resend(Original original) {
        Identity identity = identities.preferred();
        return Draft.blank(Identity.of(identity.address()))
                .withKind(DraftKind.RESEND)
                .withSubject(original.subject())
                .withBody(joined(original.text(Signed.KEPT)))
                .withReplyTo(List.of())
                .attach(Attachment.of(original.octets(), MESSAGE, "message.eml"));
    }

    /// Everything of it again, to be changed and sent as a new message.
    public Draft editAsNew(Original original) {
        Identity identity =
                original.author()
                        .flatMap(from -> identities.among(List.of(from)))
                        .orElseGet(identities::preferred);
        return Draft.blank(identity)
                .withKind(DraftKind.EDIT)
                .withTo(original.addresses("To"))
                .withCc(original.addresses("Cc"))
                .withBcc(original.addresses("Bcc"))
                .withReplyTo(original.addresses("Reply-To"))
                .withSubject(original.subject())
                .withBody(joined(original.text(Signed.KEPT)))
                .withAttachments(original.attachments())
                .inThread(original.inReplyTo().stream().findFirst(), original.ids("References"));
    }

    private Draft answer(Original original) {
        Identity identity = identity(original);
        return Draft.blank(identity)
                .withKind(DraftKind.REPLY)
                .withSubject(Subjects.answer(original.subject()))
                .withBody(Signature.below(quoted(original), identity))
                .inThread(original.id(), original.thread());
    }

    private List<Address> answerTo(Original original) {
        if (isOwn(original)) {
            return Addresses.distinct(original.addresses("To"));
        }
        List<Address> replyTo = original.addresses("Reply-To");
        return Addresses.distinct(replyTo.isEmpty() ? original.addresses("From") : replyTo);
    }

    private boolean isOwn(Original original) {
        return original.author().filter(identities::isMine).isPresent()
                && !original.addresses("To").isEmpty();
    }

    private List<Address> others(List<Address> addresses) {
        List<Address> all = Addresses.distinct(addresses);
        List<Address> rest = all.stream().filter(a -> !identities.isMine(a)).toList();
        return rest.isEmpty() ? all : rest;
    }

    /// The one that the message was written to, or by.
    private Identity identity(Original original) {
        List<Address> reached = new ArrayList<>();
        original.author().ifPresent(reached::add);
        for (String name : List.of("To", "Cc", "Delivered-To", "X-Original-To")) {
            reached.addAll(original.addresses(name));
        }
        return identities.among(reached).orElseGet(identities::preferred);
    }

    private String quoted(Original original) {
        List<String> lines = original.text(Signed.DROPPED);
        return lines.isEmpty()
                ? ""
                : attribution(original) + "\n" + joined(lines.stream().map(Quote::add).toList());
    }

    private String attribution(Original original) {
        String who = Harmless.line(original.author().map(Address::shortName).orElse("somebody"));
        return original.date()
                .map(date ->
                        "On " + WHEN.format(date.atZoneSameInstant(zone)) + ", " + who + " wrote:")
                .orElse(who + " wrote:");
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
