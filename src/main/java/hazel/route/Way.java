package hazel.route;

import hazel.mail.Address;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a road ends: what is to be done with a copy of the message.
public sealed interface Way {

    /// Into the mailbox of a user here.
    ///
    /// @param folder of the user's mail, from `user+folder`, where there is one of that name
    record Mailbox(String user, Optional<String> folder, Address recipient) implements Way {}

    /// Appended to a file.
    record File(Path path) implements Way {}

    /// To the standard input of a program.
    record Command(List<String> argv) implements Way {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /// Nowhere: an alias says so, by `/dev/null`.
    record Nowhere() implements Way {}

    /// On, to another machine or program.
    record Onward(Address recipient, Destination destination) implements Way {}

    /// Kept until something leads there.
    record Held(Address recipient, String why) implements Way {}

    /// Not now: what has to be known of it cannot be read.
    record Later(Address recipient, String why) implements Way {}

    /// Never.
    ///
    /// @param reply as an SMTP reply on one line: `550 5.1.1 No such user here`
    record Refused(Address recipient, String reply) implements Way {}

    /// What two ways to the same place have in common, so that it gets one copy.
    default String key() {
        return switch (this) {
            case Mailbox(var user, var folder, _) ->
                    "mailbox " + user + folder.map(f -> " " + f).orElse("");
            case File(var path) -> "file " + path;
            case Command(var argv) -> "command " + argv;
            case Nowhere _ -> "nowhere";
            case Onward(var to, _) -> "to " + to.key();
            case Held(var to, _) -> "to " + to.key();
            case Later(var to, var why) -> "later " + to.key() + why;
            case Refused(var to, var reply) -> "refused " + to.key() + reply;
        };
    }

    /// Whether a copy would get somewhere, now or later.
    default boolean isOpen() {
        return !(this instanceof Refused);
    }

    /// The address of elsewhere that mail which goes this way is for; empty where it ends here.
    default Optional<Address> elsewhere() {
        return switch (this) {
            case Onward(var to, _) -> Optional.of(to);
            case Held(var to, _) -> Optional.of(to);
            case Mailbox _, File _, Command _, Nowhere _, Later _, Refused _ -> Optional.empty();
        };
    }
}
