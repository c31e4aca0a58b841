package hazel.config;

import hazel.mail.Address;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What holds in some mailboxes and not in others.
///
/// @param all the most particular first
public record MailboxRules(List<Rule> all) {

    /// The orders that messages may be shown in; each also with `reverse-` before it.
    public static final List<String> SORTS =
            List.of("date", "arrival", "from", "to", "subject", "size", "thread");

    /// Stands for the mailbox itself.
    public static final String ITSELF = ".";

    private static final String ANY = "*";

    /// In the order of the file: what stands later is the weaker of two that are as particular.
    public MailboxRules {
        // No Comparator.comparingInt, of which the JVM keeps nothing for the next start. Stable.
        all =
                all.stream()
                        .sorted((one, other) -> Integer.compare(other.letters(), one.letters()))
                        .toList();
    }

    /// What is said of the mailboxes whose names fit a pattern; what is empty is said by a rule
    /// that is less particular.
    ///
    /// @param pattern `work/Lists/java` or, in any account, `Lists/java`; `*` stands for any
    ///   letters
    /// @param sort one of [#SORTS]
    /// @param address who writes from there, where the message that is answered does not tell
    /// @param signature as of an account
    /// @param sent the mailbox for copies of what is written from there, [#ITSELF] for the one it
    ///   is written from, empty for none
    /// @param isNotified whether new mail there is told of outside of the screens
    /// @param offline which messages of a server's mailbox are kept on this machine
    public record Rule(
            String pattern,
            Optional<String> sort,
            Optional<Address> address,
            Optional<String> signature,
            Optional<String> sent,
            Optional<Boolean> isNotified,
            Optional<StoreConfig.Offline> offline) {

        private int letters() {
            return pattern.replace(ANY, "").length();
        }

        private boolean fits(String account, String mailbox) {
            return fits(account + "/" + mailbox) || fits(mailbox);
        }

        /// Goes back to the last star at most, so that no pattern takes long.
        private boolean fits(String name) {
            int at = 0;
            int in = 0;
            int star = -1;
            int after = 0;
            while (at < name.length()) {
                if (in < pattern.length() && pattern.startsWith(ANY, in)) {
                    star = in++;
                    after = at;
                } else if (in < pattern.length() && pattern.charAt(in) == name.charAt(at)) {
                    in++;
                    at++;
                } else if (star >= 0) {
                    in = star + 1;
                    at = ++after;
                } else {
                    return false;
                }
            }
            return pattern.substring(in).replace(ANY, "").isEmpty();
        }
    }

    public Optional<String> sort(String account, String mailbox) {
        return first(account, mailbox, Rule::sort);
    }

    public Optional<Address> address(String account, String mailbox) {
        return first(account, mailbox, Rule::address);
    }

    public Optional<String> signature(String account, String mailbox) {
        return first(account, mailbox, Rule::signature);
    }

    /// The mailbox for copies, where another is said than for the account; empty text for none.
    public Optional<String> sent(String account, String mailbox) {
        return first(account, mailbox, Rule::sent).map(s -> s.equals(ITSELF) ? mailbox : s);
    }

    public boolean isNotified(String account, String mailbox) {
        return first(account, mailbox, Rule::isNotified).orElse(true);
    }

    /// Where another is said than for the account.
    public Optional<StoreConfig.Offline> offline(String account, String mailbox) {
        return first(account, mailbox, Rule::offline);
    }

    private <T> Optional<T> first(
            String account, String mailbox, Function<Rule, Optional<T>> value) {
        return all.stream()
                .filter(rule -> value.apply(rule).isPresent() && rule.fits(account, mailbox))
                .findFirst()
                .flatMap(value);
    }
}
