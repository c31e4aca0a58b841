package hazel.command;

/// A command with its argument, as `:limit is:unread` gives one. Most have none.
public record Call(Command command, String argument) {

    // Written out: what a record is given is made by the JVM when first asked, which takes a start
    // milliseconds, and asked a million times it is the slower.

    @Override
    public boolean equals(Object object) {
        return object instanceof Call other
                && command == other.command
                && argument.equals(other.argument);
    }

    @Override
    public int hashCode() {
        return 31 * command.hashCode() + argument.hashCode();
    }

    public static Call of(Command command) {
        return new Call(command, "");
    }
}
