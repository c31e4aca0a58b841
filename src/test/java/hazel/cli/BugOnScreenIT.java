package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A bug while the screens are open, on a terminal that `script` makes: one of the program's
/// classes is spoilt.
class BugOnScreenIT {

    @TempDir private Path home;

    @Test
    void theTerminalIsGivenBackAndOneLineNamesTheLog() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")),
                "skipped: script (package bsdutils) is not installed");
        Path spoilt = home.resolve("classes/hazel/screen/HelpScreen.class");
        Files.createDirectories(spoilt.getParent());
        Files.writeString(spoilt, "not a class");
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve("Mail").resolve(sub));
        }
        Process script = start();
        var said = new StringBuilder();
        read(script.getInputStream(), said, "INBOX");
        script.getOutputStream().write('?');
        script.getOutputStream().flush();
        read(script.getInputStream(), said, "status=");
        script.getOutputStream().close();
        script.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        script.waitFor();

        Path log = home.resolve(".local/state/hazel/log/hazel.log");
        assertThat(said.substring(said.lastIndexOf("\033[?1049l")))
                .contains("hazel: this is a bug in Hazel; what is known of it is in " + log)
                .contains("status=70")
                .doesNotContain("\tat ", "Exception");
        assertThat(Files.readString(log)).contains("ClassFormatError", "HelpScreen");
        assertThat(home.resolve("after")).hasSameTextualContentAs(home.resolve("before"));
    }

    private Process start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String command =
                "stty cols 80 rows 24; stty -g >before; '%s' --enable-native-access=ALL-UNNAMED -cp"
                        + " '%s' hazel.cli.Main; echo status=$?; stty -g >after";
        String path =
                home.resolve("classes") + File.pathSeparator + System.getProperty("hazel.jar");
        var builder =
                new ProcessBuilder("script", "-qec", command.formatted(java, path), "/dev/null");
        builder.directory(home.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        return builder.redirectErrorStream(true).start();
    }

    /// Until a text has come, or nothing more comes.
    private static void read(InputStream in, StringBuilder said, String text) throws IOException {
        byte[] octets = new byte[1 << 12];
        while (said.indexOf(text) < 0) {
            int count = in.read(octets);
            if (count < 0) {
                return;
            }
            said.append(new String(octets, 0, count, UTF_8));
        }
    }
}
