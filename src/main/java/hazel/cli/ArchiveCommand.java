package hazel.cli;

import hazel.store.Purpose;

import picocli.CommandLine.Command;

/// `hazel archive`.
@Command(
        name = "archive",
        description = "Move messages to the account's archive, which is made where it is missing.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel search is:read | cut -d' ' -f1 | hazel archive -"})
final class ArchiveCommand extends ToPurpose {

    ArchiveCommand() {
        super(Purpose.ARCHIVE);
    }
}
