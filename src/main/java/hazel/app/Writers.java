package hazel.app;

import hazel.compose.Draft;
import hazel.compose.DraftKind;
import hazel.compose.DraftWriter;
import hazel.compose.Identities;
import hazel.compose.Identity;
import hazel.compose.Outgoing;
import hazel.compose.Stamp;
import hazel.config.Config;
import hazel.config.SubmitConfig;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.outbox.SendOptions;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.text.Harmless;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who writes: the identities of all accounts, the account that a draft is sent by, and what the
/// outbox is told of it.
public record Writers(Config config) {

    private static final int LONGEST_SIGNATURE = 64 * 1024;

    /// Notes the mailbox that a draft is written from.
    static final String MAILBOX = "X-Hazel-Mailbox";

    /// Everybody the user is, those of one account first.
    ///
    /// @param account empty for the first
    /// @throws MailException where there is no such account, or a signature's file cannot be read
    public Identities identities(String account) throws MailException {
        Config.Account first = new Accounts(config).named(account);
        List<Identity> all = new ArrayList<>();
        List<Config.Account> ordered =
                Stream.concat(
                                Stream.of(first),
                                config.accounts().stream().filter(a -> !a.equals(first)))
                        .toList();
        for (Config.Account each : ordered) {
            String signature = signature(each.signature(), each.name());
            all.add(Identity.of(each.address()).withSignature(signature));
            each.others().stream()
                    .map(a -> a.displayName().isEmpty() ? named(a, each) : a)
                    .map(a -> Identity.of(a).withSignature(signature))
                    .forEach(all::add);
        }
        return new Identities(all, List.of());
    }

    /// The same for what is written from a mailbox: who answers there is first, and signs as one
    /// does there. An account that is named goes before the mailbox's.
    ///
    /// @param named empty for none
    public Identities identities(String named, Optional<MailboxRef> from) throws MailException {
        return named.isEmpty() && from.isPresent() ? identities(from.get()) : identities(named);
    }

    private Identities identities(MailboxRef from) throws MailException {
        MailboxRef mailbox = new Accounts(config).full(from);
        String name = mailbox.name().value();
        Identities usual = identities(mailbox.account());
        Optional<String> signature = config.mailboxes().signature(mailbox.account(), name);
        Identities signed =
                signature.isPresent()
                        ? usual.withSignature(signature(signature.get(), mailbox.toString()))
                        : usual;
        return config.mailboxes()
                .address(mailbox.account(), name)
                .map(signed::preferring)
                .orElse(signed);
    }

    private static Address named(Address address, Config.Account account) {
        return address.withDisplayName(account.address().displayName());
    }

    private static String signature(String written, String of) throws MailException {
        if (!written.startsWith("file:")) {
            return written;
        }
        Path file = Path.of(written.substring("file:".length()));
        try {
            byte[] octets = Files.readAllBytes(file);
            int length = Math.min(octets.length, LONGEST_SIGNATURE);
            return new String(octets, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.NoSuchFile(file + " (the signature of " + of + ")"), e);
        }
    }

    /// The words by which a draft notes which message it answers.
    public static String answers(MessageRef message) {
        return String.join(
                "\t",
                message.mailbox().account(),
                message.mailbox().name().value(),
                message.uid().value());
    }

    /// The account that sends under an address: the one it belongs to, else the first.
    public Config.Account account(Address from) {
        return config.accounts().stream()
                .filter(a ->
                        Stream.concat(Stream.of(a.address()), a.others().stream())
                                .anyMatch(from::isSameMailbox))
                .findFirst()
                .orElse(config.accounts().getFirst());
    }

    /// What becomes of a draft that is sent under an address, for people: `by mail.example.org,
    /// with a copy in Sent`.
    public String way(Address from, Draft draft) {
        Config.Account account = account(from);
        String by =
                switch (account.outgoing()) {
                    case SubmitConfig.Smtp(var server) -> server.host();
                    case SubmitConfig.Sendmail(var command) -> command.getFirst();
                    case SubmitConfig.SendmailSmtp(var command) -> command.getFirst();
                    case SubmitConfig.Bundled _ -> "the relay of this machine";
                };
        String sent = sent(account, draft);
        return "by " + by + (sent.isEmpty() ? "" : ", with a copy in " + sent);
    }

    /// The mailbox for the copy, empty for none.
    private String sent(Config.Account account, Draft draft) {
        return origin(draft)
                .filter(mailbox -> mailbox.account().equals(account.name()))
                .flatMap(m -> config.mailboxes().sent(m.account(), m.name().value()))
                .orElse(account.folders().sent().name());
    }

    /// The mailbox that a draft is written from.
    static Optional<MailboxRef> origin(Draft draft) {
        return draft.answers()
                .or(() -> draft.extra(MAILBOX))
                .map(words -> words.split("\t"))
                .filter(words -> words.length >= 2 && !words[1].isBlank())
                .map(words -> new MailboxRef(words[0], new MailboxName(words[1])));
    }

    /// The draft with a note of the mailbox that it is written from.
    public Draft from(MailboxRef mailbox, Draft draft) {
        MailboxRef full = new Accounts(config).full(mailbox);
        return draft.withExtra(MAILBOX, full.account() + "\t" + full.name().value());
    }

    /// A draft made ready for the outbox.
    public record Ready(Outgoing outgoing, SendOptions options) {}

    /// @param notBefore leaves the user time to take it back
    /// @throws MailException where it cannot be sent as it is
    public Ready ready(Draft draft, Clock clock, Instant notBefore) throws MailException {
        Outgoing outgoing = DraftWriter.plain().write(draft, Stamp.now(clock));
        Config.Account account = account(draft.from());
        Map<String, String> notes = new HashMap<>();
        notes.put(SentNotes.SUBJECT, Harmless.line(draft.subject()));
        notes.put(SentNotes.MESSAGE_ID, outgoing.messageId().value());
        notes.put(
                SentNotes.BCC,
                draft.bcc().stream().map(Address::addrSpec).collect(Collectors.joining(", ")));
        draft.answers().ifPresent(answers -> notes.put(SentNotes.ANSWERS, answers));
        if (draft.kind() == DraftKind.FORWARD || draft.kind() == DraftKind.RESEND) {
            notes.put(SentNotes.MARK, SentNotes.FORWARDED);
        }
        return new Ready(
                outgoing,
                new SendOptions(
                        account.name(),
                        notBefore,
                        Optional.of(sent(account, draft)).filter(s -> !s.isEmpty()),
                        notes));
    }
}
