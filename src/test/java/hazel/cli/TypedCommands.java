package hazel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// Runs one command after another, as typed, on a home of their own, and prints each with what it
/// said on standard error, and its exit status.
final class TypedCommands {

    private TypedCommands() {}

    /// @param args the home, and the commands, their words divided by one space
    public static void main(String[] args) {
        System.setProperty(Session.HOME, args[0]);
        for (String line : List.of(args).subList(1, args.length)) {
            var out = new StringWriter();
            var err = new StringWriter();
            int status = Main.run(line.split(" "), new PrintWriter(out), new PrintWriter(err));
            System.out.print("$ " + line + "\n" + err + "= " + status + "\n");
        }
        System.exit(0);
    }
}
