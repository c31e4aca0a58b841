package hazel.cli;

import hazel.mail.MailException;
import hazel.mail.Zone;
import hazel.term.Tty;
import hazel.text.Columns;
import hazel.text.Harmless;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `hazel`: takes the words of a command line and ends with an exit code.
///
/// Here is nothing of picocli, which takes long to load: [Hazel] is asked where a command is named.
public final class Main {

    /// In columns, of a line on standard error.
    private static final int LONGEST = 1000;

    /// For the launcher; not among the commands.
    private static final String TRAIN = "train";

    private Main() {}

    public static void main(String[] args) {
        // Protocols and files have the digits and letters of ASCII, wherever the user lives.
        Locale.setDefault(Locale.US);
        String[] words = ProgramName.words(args, System.getProperty("hazel.name", ""));
        Log.begin();
        var output = StandardOutput.replace();
        PrintWriter err = utf8(System.err);
        int status = run(words, utf8(output), err);
        System.exit(output.status(status, err));
    }

    /// Runs one command. Everything it says goes to `out` or `err`.
    ///
    /// @return the exit status, from `sysexits.h`
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        if (args.length > 0 && List.of("-V", "-v", "--version").contains(args[0])) {
            out.println(Version.line());
            out.flush();
            return Exit.OK;
        }
        int status;
        try {
            status = execute(commandFirst(args), FullScreen.Typist.NOBODY, out, err);
        } catch (OutOfMemoryError e) {
            var _ = Log.bug(e);
            err.println(line("out of memory: this is more than Hazel can hold"));
            status = Exit.DATA;
        } catch (RuntimeException | Error e) {
            status = bug(e, err);
        }
        out.flush();
        err.flush();
        return status;
    }

    /// A first word that is a command is a command; else the line is one that a user of mutt types.
    private static int execute(
            String[] args, FullScreen.Typist typist, PrintWriter out, PrintWriter err) {
        String first = args.length > 0 ? args[0] : "";
        if (Commands.NAMES.contains(first) || List.of("-h", "--help").contains(first)) {
            return Hazel.run(args, out, err);
        }
        try {
            if (first.equals(TRAIN)) {
                return Training.run(
                        List.of(args).subList(1, args.length),
                        keys -> execute(new String[0], keys, out, err));
            }
            boolean isStray =
                    !first.isEmpty()
                            && !first.startsWith("-")
                            && !first.contains("@")
                            && !first.toLowerCase(Locale.ROOT).startsWith("mailto:");
            if (isStray) {
                throw new UsageException(
                        Usage.noCommand(args[0], Commands.SHOWN)
                                + "; an address has an @ or stands after --; see 'hazel help'");
            }
            MuttLine letters = MuttLine.read(args);
            return switch (letters.does()) {
                case SEND -> Hazel.run(with("send", letters.send()), out, err);
                case SETTINGS -> settings(letters, out, err);
                // The screens open without a look at what commands there are: it takes long.
                default -> {
                    Tty.prepare();
                    Thread.ofPlatform().daemon().name("zone-ahead").start(Zone::here);
                    yield new Opening(letters.session(), out, typist).run(letters);
                }
            };
        } catch (MailException | ConfigException | UsageException e) {
            return failure(e, err);
        } catch (IOException e) {
            return bug(e, err);
        }
    }

    /// `-F FILE list` becomes `list -F FILE`, and `-F FILE config check` `config check -F FILE`.
    private static String[] commandFirst(String[] args) {
        int at = 0;
        while (at + 2 < args.length && List.of("-F", "-e").contains(args[at])) {
            at += 2;
        }
        if (at == 0 || !Commands.NAMES.contains(args[at])) {
            return args;
        }
        List<String> words = List.of(args);
        boolean hasMore = at + 1 < args.length && !args[at + 1].startsWith("-");
        int end = at + (Commands.GROUPS.contains(args[at]) && hasMore ? 2 : 1);
        return Stream.of(
                        words.subList(at, end),
                        words.subList(0, at),
                        words.subList(end, words.size()))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private static String[] with(String command, List<String> words) {
        return Stream.concat(Stream.of(command), words.stream()).toArray(String[]::new);
    }

    /// One after the other; the status is the first that is no success.
    private static int settings(MuttLine letters, PrintWriter out, PrintWriter err) {
        List<String> asked = letters.send();
        if (asked.isEmpty()) {
            return Hazel.run(new String[] {"config", "list"}, out, err);
        }
        int status = Exit.OK;
        for (String name : asked) {
            List<String> words = new ArrayList<>(List.of("config", "get", name));
            words.addAll(letters.configuration());
            int one = Hazel.run(words.toArray(String[]::new), out, err);
            status = status == Exit.OK ? one : status;
        }
        return status;
    }

    /// One line for standard error, of a length that a person reads.
    static String line(String sentence) {
        return "hazel: " + Columns.cut(Harmless.line(sentence), LONGEST);
    }

    /// The border between exceptions and exit codes.
    static int failure(Exception e, PrintWriter err) {
        if (e instanceof ConfigException c) {
            c.problems()
                    .forEach(
                            p -> err.println(line(p.file() + ":" + p.line() + ": " + p.message())));
            return Exit.CONFIG;
        }
        if (e instanceof UsageException) {
            err.println(line(String.valueOf(e.getMessage())));
            return Exit.USAGE;
        }
        if (e instanceof MailException m) {
            err.println(line(m.problem().message()));
            return m.problem().exitStatus();
        }
        return bug(e, err);
    }

    /// What nobody foresaw: all that is known of it goes to the log.
    private static int bug(Throwable e, PrintWriter err) {
        String where =
                Log.bug(e).map(file -> "; what is known of it is in " + file).orElse(": " + e);
        err.println(line("this is a bug in Hazel" + where));
        return Exit.BUG;
    }

    private static PrintWriter utf8(java.io.OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
