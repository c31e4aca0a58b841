package hazel;

import java.io.IOException;

/// A program that a test needs, run to its end.
public final class OtherProgram {

    private OtherProgram() {}

    /// @throws IOException where it ends with another status than 0
    public static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
    }
}
