package hazel.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What Hazel is called as. By the name of another program it takes that program's words: called
/// `sendmail`, `mailq` or `newaliases`, through a symbolic link or by `--as=NAME`, it is that
/// command.
final class ProgramName {

    private static final String AS = "--as=";

    private ProgramName() {}

    /// The words as `hazel` itself would be given them.
    ///
    /// @param launchedAs the name of the link through which the launcher was started; may be empty
    static String[] words(String[] args, String launchedAs) {
        boolean named = args.length > 0 && args[0].startsWith(AS);
        List<String> rest = Arrays.asList(args).subList(named ? 1 : 0, args.length);
        Path name = Path.of(named ? args[0].substring(AS.length()) : launchedAs).getFileName();
        List<String> words =
                new ArrayList<>(
                        switch (String.valueOf(name)) {
                            case "sendmail" -> List.of("sendmail");
                            case "mailq" -> List.of("sendmail", "-bp");
                            case "newaliases" -> List.of("sendmail", "-bi");
                            default -> List.of();
                        });
        words.addAll(rest);
        return words.toArray(String[]::new);
    }
}
