package hazel.cli;

import hazel.app.Writers;
import hazel.compose.Draft;
import hazel.compose.Identities;
import hazel.compose.Identity;
import hazel.contacts.AddressBook;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mime.AddressParser;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Who a message is from and who it goes to, as flags say it.
final class AddressOptions {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "The account that sends it.")
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

    Session session() {
        return dotfile.session();
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
                    .orElseThrow(() ->
                            new UsageException(
                                    "--identity " + identity + ": none of your addresses"));
        }
        if (from.isEmpty()) {
            return all.preferred();
        }
        List<Address> named = AddressParser.parseStrict(from);
        if (named.size() != 1) {
            throw new UsageException("--from " + from + ": expected one address");
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
        Draft filled = all.isEmpty() ? draft : draft.withTo(all);
        filled = cc.isEmpty() ? filled : filled.withCc(read(cc, book));
        return bcc.isEmpty() ? filled : filled.withBcc(read(bcc, book));
    }

    static List<Address> read(List<String> typed, AddressBook book) throws MailException {
        return typed.isEmpty() ? List.of() : book.read(String.join(", ", typed));
    }
}
