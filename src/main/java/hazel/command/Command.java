package hazel.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything a user can ask of a screen. The name, `next-entry`, is what `:` and a keymap file
/// call it; the label is what the keys line has room for.
public enum Command {
    // Everywhere
    HELP("Help", "Show every key of this screen"),
    OTHER_KEYS("Other", "Show other keys at the bottom"),
    COMMAND_LINE("Command", "Type a command by name"),
    QUIT("Quit", "Leave Hazel"),
    BACK("Back", "Go back to the screen before"),
    REDRAW("Redraw", "Draw the screen anew"),
    SUSPEND("Suspend", "Put Hazel in the background of the shell"),
    CANCEL("Cancel", "Stop what is going on"),
    UNDO("Undo", "Take the last delete, move or flag back"),
    MAILBOXES("Mailboxes", "Show the mailboxes"),
    GO_TO("Go to", "Go to a mailbox by name"),
    COMPOSE("Compose", "Write a new message"),
    OUTBOX("Outbox", "Show what waits to be sent"),
    RELAY("Relay", "Show the queue of this machine's relay"),
    DRAFTS("Drafts", "Go on with a message begun before"),
    SYNC("Sync", "Expunge, and look for new mail"),
    SHELL("Shell", "Run a shell command"),
    INDEXING("Indexing", "Pause the indexing of mail, or go on"),
    // Moving in lists and text
    NEXT_ENTRY("Next", "Go to the next entry or line"),
    PREVIOUS_ENTRY("Prev", "Go to the previous entry or line"),
    NEXT_UNDELETED("Next", "Go to the next one not deleted"),
    PREVIOUS_UNDELETED("Prev", "Go to the previous one not deleted"),
    NEXT_PAGE("NextPage", "Go one page on"),
    PREVIOUS_PAGE("PrevPage", "Go one page back"),
    HALF_DOWN("HalfDown", "Go half a page on"),
    HALF_UP("HalfUp", "Go half a page back"),
    FIRST_ENTRY("First", "Go to the first entry or the top"),
    LAST_ENTRY("Last", "Go to the last entry or the end"),
    PAGE_TOP("Top", "Go to the top of the screen"),
    PAGE_MIDDLE("Middle", "Go to the middle of the screen"),
    PAGE_BOTTOM("Bottom", "Go to the bottom of the screen"),
    NEXT_UNREAD("NextNew", "Go to the next unread message"),
    PREVIOUS_UNREAD("PrevNew", "Go to the previous unread message"),
    NEXT_THREAD("NextThread", "Go to the next thread"),
    PREVIOUS_THREAD("PrevThread", "Go to the previous thread"),
    PARENT("Parent", "Go to the message this one answers"),
    JUMP("Jump", "Go to an entry by its number"),
    SEARCH("Search", "Search forward"),
    SEARCH_REVERSE("SearchBack", "Search backward"),
    SEARCH_NEXT("Again", "Search for the same again"),
    SEARCH_ALL("SearchAll", "Search all mailboxes as you type"),
    CONVERSATION("Thread", "Show the conversation from all mailboxes"),
    SELECT("Open", "Open what is selected"),
    // The mailboxes beside the index
    SIDEBAR("Sidebar", "Show or hide the bar of mailboxes"),
    SIDEBAR_NEXT("BarNext", "Go to the next mailbox of the side bar"),
    SIDEBAR_PREVIOUS("BarPrev", "Go to the previous mailbox of the side bar"),
    SIDEBAR_OPEN("BarOpen", "Open the mailbox chosen in the side bar"),
    // Index and message
    READ("Read", "Read the message"),
    LIMIT("Limit", "Show only what fits a pattern; empty: all"),
    ZOOM("Zoom", "Show only what is tagged, or all again"),
    SORT("Sort", "Choose the order"),
    FOLD_THREAD("Fold", "Fold or unfold the thread"),
    FOLD_ALL("Fold all", "Fold or unfold every thread"),
    TAG("Tag", "Tag the message or take the tag away"),
    TAG_THREAD("TagThread", "Tag the whole thread"),
    TAG_PATTERN("TagPattern", "Tag what fits a pattern"),
    UNTAG_PATTERN("Untag", "Take tags away from what fits a pattern"),
    TAG_PREFIX("Apply", "Apply the next command to what is tagged"),
    DELETE("Delete", "Mark the message deleted"),
    UNDELETE("Undelete", "Take the mark of deletion away"),
    DELETE_THREAD("DelThread", "Mark the whole thread deleted"),
    UNDELETE_THREAD("UndelThread", "Take the mark away from the whole thread"),
    DELETE_PATTERN("DelPattern", "Mark what fits a pattern deleted"),
    UNDELETE_PATTERN("UndelPattern", "Undelete what fits a pattern"),
    EXPUNGE("Expunge", "Remove for good what is marked deleted"),
    FLAG("Flag", "Mark important, or take the mark away"),
    TOGGLE_READ("Read/New", "Mark the message read or new"),
    READ_THREAD("ReadThread", "Mark the whole thread read"),
    LABEL("Label", "Add and remove keywords: +work -todo"),
    MOVE("Move", "Move the message to a mailbox"),
    COPY("Copy", "Copy the message to a mailbox"),
    ARCHIVE("Archive", "Move the message to the account's archive"),
    JUNK("Junk", "Move the message to the account's junk"),
    SAVE("Save", "Save to a file or directory"),
    PIPE("Pipe", "Pipe the message or the part to a command"),
    REPLY("Reply", "Answer the author"),
    REPLY_ALL("ReplyAll", "Answer the author and all recipients"),
    REPLY_LIST("ReplyList", "Answer the mailing list"),
    FORWARD("Forward", "Forward the message in the text"),
    FORWARD_ATTACHED("FwdAttach", "Forward the message as an attachment"),
    BOUNCE("Bounce", "Send the message on unchanged"),
    EDIT_AS_NEW("EditNew", "Use the message as the start of a new one"),
    ATTACHMENTS("Parts", "Show the parts of the message"),
    FULL_HEADER("Header", "Show all header fields or the few"),
    RAW("Raw", "Show the message as it is stored"),
    STRUCTURE("Structure", "Show the structure of the message"),
    TRACE("Trace", "Show the way the message came"),
    VERIFY("Verify", "Check who sent it, by asking the DNS"),
    REPORT_ABUSE("Abuse", "Tell those it came from that it is abuse"),
    SESSION("Session", "Show what was said when you sent it"),
    TOGGLE_HTML("Html", "Show the HTML or the plain text"),
    TOGGLE_QUOTED("Quotes", "Fold or show quoted text"),
    SKIP_QUOTED("SkipQuote", "Go past the quoted text"),
    SPLIT("Split", "Show the message beside the index or alone"),
    OPEN_LINK("Link", "Open a link by its number"),
    VIEW_PART("View", "Look at the part"),
    // Mailboxes
    CREATE_MAILBOX("Create", "Create a mailbox"),
    RENAME_MAILBOX("Rename", "Rename the mailbox"),
    DELETE_MAILBOX("Remove", "Remove the mailbox and all that is in it"),
    // Composer and editor
    SEND("Send", "Send the message"),
    POSTPONE("Postpone", "Keep the draft and leave"),
    DISCARD("Discard", "Throw the draft away"),
    ATTACH("Attach", "Attach a file"),
    DETACH("Detach", "Take an attachment away"),
    NEXT_FIELD("NextField", "Go to the next field"),
    PREVIOUS_FIELD("PrevField", "Go to the previous field"),
    COMPLETE("Complete", "Complete the address or the path"),
    EXTERNAL_EDITOR("Editor", "Write in the editor of $VISUAL or $EDITOR"),
    IDENTITY("Identity", "Write as another of your addresses"),
    RICH_HEADERS("AllFields", "Show or hide the Bcc and Reply-To fields"),
    CUT_LINE("Cut", "Cut the line, or what is marked"),
    PASTE_LINE("Uncut", "Put what was cut back"),
    MARK("Mark", "Begin to mark text"),
    JUSTIFY("Justify", "Fill the paragraph, keeping its quoting"),
    UNDO_EDIT("Undo", "Take the last edit back"),
    INSERT_FILE("ReadFile", "Insert a text file"),
    CURSOR_LEFT("Left", "Go one character back"),
    CURSOR_RIGHT("Right", "Go one character on"),
    WORD_LEFT("WordLeft", "Go one word back"),
    WORD_RIGHT("WordRight", "Go one word on"),
    LINE_START("LineStart", "Go to the start of the line"),
    LINE_END("LineEnd", "Go to the end of the line"),
    ERASE_BACK("Erase", "Erase the character before the cursor"),
    ERASE("Delete", "Erase the character under the cursor"),
    ERASE_WORD("EraseWord", "Erase the word before the cursor"),
    ERASE_TO_END("EraseEnd", "Erase to the end of the line"),
    ERASE_LINE("EraseLine", "Erase the line"),
    ACCEPT("Accept", "Take what was typed"),
    NEWLINE("NewLine", "Begin a new line"),
    HISTORY_BACK("Older", "Show what was typed before"),
    HISTORY_ON("Newer", "Show what was typed after"),
    // Outbox
    SEND_NOW("SendNow", "Try to send now"),
    HOLD("Hold", "Hold the message until it is released"),
    RELEASE("Release", "Release the message that was held"),
    EDIT("Edit", "Take the message back and edit it"),
    FLUSH("Flush", "Try to send everything now"),
    GIVE_UP("GiveUp", "Return the message to its sender"),
    READDRESS("Readdress", "Send to another address in place of one"),
    RELAY_LOG("Log", "Show what the relay did last"),
    ROUTE("Route", "Say where mail for an address would go");

    private final String label;
    private final String summary;

    Command(String label, String summary) {
        this.label = label;
        this.summary = summary;
    }

    /// As `:` and keymap files write it: `next-entry`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// At most eleven columns, for the keys line.
    public String label() {
        return label;
    }

    /// One sentence without its full stop, at most 42 columns, so that a line of help holds it.
    public String summary() {
        return summary;
    }

    private static final Map<String, Command> NAMED =
            Arrays.stream(values()).collect(Collectors.toMap(Command::word, c -> c));

    public static Optional<Command> named(String word) {
        return Optional.ofNullable(NAMED.get(word));
    }
}
