package hazel.cli;

import hazel.config.Config;
import hazel.config.Places;
import hazel.mail.MailException;
import hazel.mail.Reason;
import hazel.term.ColorDepth;
import hazel.text.Harmless;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/// `hazel doctor`: looks at everything that has to be right, and says what to do where it is not.
@Command(
        name = "doctor",
        description = {
            "Check the set-up, the permissions, the terminal, the locale and the servers.",
            "Prints one line for each check, ok or FAIL, and under a failure what to do. Changes"
                    + " nothing and sends nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel doctor",
            "  hazel doctor --offline",
            "%nExit status:",
            "  0 all is well; 1 something has to be done."
        })
final class DoctorCommand implements Callable<Integer> {

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(names = "--offline", description = "Leave the servers alone.")
    private boolean offline;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// What was looked at.
    ///
    /// @param remedy what to do; empty where all is well
    record Finding(String what, String remedy) {

        static Finding ok(String what) {
            return new Finding(what, "");
        }

        boolean isWell() {
            return remedy.isEmpty();
        }

        List<String> lines() {
            return isWell()
                    ? List.of("ok    " + what)
                    : List.of("FAIL  " + what, "      " + remedy);
        }
    }

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(locale(environment));
        findings.add(terminal(environment));
        Places places = dotfile.places();
        for (Path directory : List.of(places.state(), places.data(), places.cache())) {
            findings.add(writable(directory));
        }
        findings.add(isPrivate(places.state()));
        findings.addAll(configuration());
        for (Finding finding : findings) {
            finding.lines().forEach(this::say);
        }
        boolean areServersWell = findings.getLast().isWell() && (offline || accountsWork());
        return areServersWell && findings.stream().allMatch(Finding::isWell) ? Exit.OK : Exit.NO;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(Harmless.line(line));
    }

    private static Finding java() {
        return Finding.ok(
                "Java "
                        + Runtime.version()
                        + " on "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch"));
    }

    static Finding locale(Map<String, String> environment) {
        String locale =
                List.of("LC_ALL", "LC_CTYPE", "LANG").stream()
                        .map(name -> environment.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("(none)");
        return locale.toLowerCase(java.util.Locale.ROOT).replace("-", "").contains("utf8")
                ? Finding.ok("locale " + locale)
                : new Finding(
                        "the locale is " + locale + ", not UTF-8",
                        "names outside ASCII may look wrong; put 'export LANG=C.UTF-8' into your"
                                + " shell's profile");
    }

    static Finding terminal(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        String colors =
                switch (ColorDepth.of(environment)) {
                    case NONE -> "no colours";
                    case SIXTEEN -> "16 colours";
                    case INDEXED -> "256 colours";
                    case TRUE -> "all colours";
                };
        return term.isEmpty() || term.equals("dumb")
                ? new Finding(
                        "TERM is '" + term + "'",
                        "the screens need a terminal that can move the cursor; the commands do not")
                : Finding.ok("terminal " + term + ", " + colors);
    }

    private static Finding writable(Path directory) {
        Path there = directory;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there)
                ? Finding.ok(directory + (there.equals(directory) ? "" : " can be made"))
                : new Finding(
                        directory + " cannot be written",
                        there + " belongs to somebody else: chown it, or chmod u+rwx it");
    }

    private static Finding isPrivate(Path directory) {
        try {
            if (!Files.exists(directory)) {
                return Finding.ok("nothing is kept in " + directory + " yet");
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
            return OF_OTHERS.stream().noneMatch(mode::contains)
                    ? Finding.ok(directory + " is private")
                    : new Finding(
                            "others can read " + directory,
                            "your outgoing mail is in there: chmod 700 " + directory);
        } catch (UnsupportedOperationException _) {
            return Finding.ok(directory + " is on a disk without permissions");
        } catch (IOException e) {
            return new Finding(directory + ": " + Reason.of(e), "look at its permissions");
        }
    }

    private List<Finding> configuration() {
        Session session = dotfile.session();
        Path file = session.dotfile();
        try {
            Config config = session.config();
            String where =
                    Files.exists(file)
                            ? file + ": no mistakes"
                            : "no configuration; what holds is a Maildir, ~/Mail, and the bundled"
                                    + " relay";
            List<Finding> all = new ArrayList<>(List.of(Finding.ok(where)));
            all.add(lookIsKnown(config));
            return all;
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(p -> new Finding(p.file() + ":" + p.line(), p.message()))
                    .toList();
        } catch (MailException e) {
            return List.of(new Finding(file.toString(), e.problem().message()));
        }
    }

    private static Finding lookIsKnown(Config config) throws ConfigException {
        var _ = Looks.keymap(config.screen());
        var _ = Looks.theme(config.screen().theme(), ColorDepth.NONE);
        return Finding.ok("keys " + config.screen().keys() + ", theme " + config.screen().theme());
    }

    /// The same as `hazel account test`.
    private boolean accountsWork() {
        var test = new CommandLine(new AccountCommand());
        test.setOut(spec.commandLine().getOut());
        test.setErr(spec.commandLine().getErr());
        List<String> words = new ArrayList<>(List.of("test"));
        words.addAll(dotfile.words());
        return test.execute(words.toArray(String[]::new)) == Exit.OK;
    }
}
