package hazel.cli;

import hazel.store.Purpose;

import picocli.CommandLine.Command;

/// `hazel junk`.
@Command(
        name = "junk",
        description =
                "Move messages to the account's mailbox for junk, which is made where it is"
                        + " missing.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel junk INBOX:4711"})
final class JunkCommand extends ToPurpose {

    JunkCommand() {
        super(Purpose.JUNK);
    }
}
