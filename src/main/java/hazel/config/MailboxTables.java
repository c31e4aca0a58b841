package hazel.config;

import hazel.mail.Address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what holds for single mailboxes, for those of an account, and for all.
final class MailboxTables {

    private static final String REVERSE = "reverse-";

    private final Written written;

    MailboxTables(Written written) {
        this.written = written;
    }

    MailboxRules read(List<Config.Account> accounts) {
        List<MailboxRules.Rule> rules = new ArrayList<>();
        for (String pattern : written.names("mailbox")) {
            rules.add(
                    new MailboxRules.Rule(
                            pattern,
                            sort("mailbox", pattern, "sort"),
                            address(pattern, accounts),
                            written.given("mailbox", pattern, "signature"),
                            sent(pattern),
                            isNotified("mailbox", pattern, "notify"),
                            offline(pattern)));
        }
        for (Config.Account account : accounts) {
            rules.add(
                    new MailboxRules.Rule(
                            account.name() + "/*",
                            sort("account", account.name(), "sort"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            isNotified("account", account.name(), "notify"),
                            Optional.empty()));
        }
        rules.add(
                new MailboxRules.Rule(
                        "*",
                        sort("screen", "sort"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return new MailboxRules(rules);
    }

    private Optional<String> sort(String... path) {
        Optional<String> word = written.given(path);
        word.map(w -> w.startsWith(REVERSE) ? w.substring(REVERSE.length()) : w)
                .filter(key -> !MailboxRules.SORTS.contains(key))
                .ifPresent(key ->
                        written.bad(
                                List.of(path),
                                "'"
                                        + key
                                        + "' is none of "
                                        + String.join(", ", MailboxRules.SORTS)));
        return word;
    }

    private Optional<StoreConfig.Offline> offline(String pattern) {
        return written.given("mailbox", pattern, "offline")
                .flatMap(_ -> Uris.offline(written, List.of("mailbox", pattern, "offline")));
    }

    private Optional<String> sent(String pattern) {
        Optional<String> name = written.said("mailbox", pattern, "sent");
        if (name.filter(n -> n.chars().anyMatch(Character::isISOControl)).isPresent()) {
            written.bad(List.of("mailbox", pattern, "sent"), "no mailbox is called so");
            return Optional.empty();
        }
        return name;
    }

    private Optional<Boolean> isNotified(String... path) {
        return written.value(List.of(path)).map(_ -> written.flag(path));
    }

    /// Only one of the reader's own: whose server a message leaves by is known by its author.
    private Optional<Address> address(String pattern, List<Config.Account> accounts) {
        List<String> path = List.of("mailbox", pattern, "address");
        Optional<String> text = written.given("mailbox", pattern, "address");
        Optional<Address> address = text.flatMap(Address::parse);
        if (text.isPresent() && address.isEmpty()) {
            written.bad(path, "'" + text.get() + "' is not an address");
        } else if (address.isPresent()
                && accounts.stream().noneMatch(a -> a.mine().contains(address.get().key()))) {
            written.bad(
                    path,
                    "'"
                            + text.get()
                            + "' is none of your addresses; put it among 'others' of an account");
        }
        return address;
    }
}
