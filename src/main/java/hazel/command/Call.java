package hazel.command;

/// A command with its argument, as `:limit is:unread` gives one. Most have none.
public record Call(Command command, String argument) {

    public static Call of(Command command) {
        return new Call(command, "");
    }
}
