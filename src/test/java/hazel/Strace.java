package hazel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Java program in a process of its own that the system lets down: killed at one of its calls, or
/// told that one of them failed.
///
/// A run that nothing happens to tells which calls there are. Only those count that change
/// something in the program's own directory or go to a server; what the virtual machine does for
/// itself is left alone. Then the program runs once for each of them, each time in a directory of
/// its own. strace counts the calls of each kind and thread by themselves.
///
/// @param home an empty directory
/// @param program has a `main` whose first argument is the directory to work in
/// @param args those that follow, for each directory
public record Strace(Path home, Class<?> program, Function<Path, List<String>> args) {

    /// The status of a process that was killed, as a shell reports it.
    public static final int KILLED = 128 + 9;

    /// A file of that beginning is a note of the program to its test, and no part of its work.
    public static final String NOTE = "acknowledged-";

    private static final String CHANGES =
            "write writev pwrite64 sendto connect fsync fdatasync ftruncate rename renameat"
                    + " renameat2 link linkat unlink unlinkat rmdir mkdir mkdirat openat utimensat"
                    + " chmod fchmod fchmodat chown fchown fchownat sendfile copy_file_range";

    private static final String READS = "read pread64 getdents64";

    private static final Pattern TO_SERVER = Pattern.compile("\\w+\\(\\d+<TCP.*");

    private static final Set<String> ON_BROKEN_DISK =
            Set.of("fsync", "fdatasync", "unlink", "unlinkat", "rmdir", "ftruncate", "utimensat");

    private enum Fault {
        KILL("signal=SIGKILL"),
        ENOSPC("error=ENOSPC"),
        EIO("error=EIO");

        private final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    /// A call of the system: the nth of its kind in its thread, and on one file where that is not
    /// empty.
    private record Call(String name, int nth, String file) {
        @Override
        public String toString() {
            return name + "-" + nth + file.replace("/", "-");
        }
    }

    /// What the directory holds before the program runs.
    @FunctionalInterface
    public interface Before {
        void in(Path dir) throws Exception;
    }

    /// Looks at what the program left behind.
    @FunctionalInterface
    public interface After {

        /// @param status of the process: [#KILLED], or what it ended with
        void in(Path dir, int status) throws Exception;
    }

    /// What a program does, which may fail.
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public Strace(Path home, Class<?> program, String... args) {
        this(home, program, _ -> List.of(args));
    }

    public static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/strace")), "skipped: strace is not installed");
    }

    /// For the program: does its work and ends the process with the status of its problem, the
    /// sentence about which is then in the file `problem`. Any other exception is a mistake and
    /// ends it with 70, also where the virtual machine was refused a file of its own.
    public static void work(Path dir, Work work) throws IOException {
        try (FileChannel report =
                FileChannel.open(
                        dir.resolve("problem"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            try {
                work.run();
            } catch (MailException e) {
                tell(report, e.problem().message());
                System.exit(e.problem().exitStatus());
            } catch (Exception | Error e) {
                tell(report, e.toString());
                e.printStackTrace();
                System.exit(70);
            }
        }
        System.exit(0);
    }

    /// By either of two calls: the system lets down one of them at most.
    private static void tell(FileChannel report, String sentence) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(sentence.getBytes(UTF_8));
        try {
            report.write(octets, 0);
        } catch (IOException e) {
            report.write(octets);
        }
    }

    /// For the program: tells its test that something is done, by a file whose name begins with
    /// [#NOTE]; one that is there already stays. Tried twice, since a call that is counted may be
    /// this one where the virtual machine made another number of its own before.
    public static void note(Path dir, Object what) throws IOException {
        Path note = dir.resolve(NOTE + what);
        if (!Files.exists(note)) {
            try {
                Files.createFile(note);
            } catch (IOException e) {
                Files.createFile(note);
            }
        }
    }

    /// The sentence about the problem that ended the program; empty where none did.
    public static String problem(Path dir) throws IOException {
        Path report = dir.resolve("problem");
        return Files.exists(report) ? Files.readString(report) : "";
    }

    /// Kills the program at each of its calls. The check is also made of the run that nothing
    /// happens to.
    ///
    /// @return how often it was killed
    public int killAtEachCall(Before before, After after) throws Exception {
        return atEach(changes(before, after), _ -> Fault.KILL, after);
    }

    /// Lets each call fail that creates, writes, syncs, links, renames or removes, and all others
    /// of its kind that follow it in its thread: on a full disk, or a broken one.
    ///
    /// @return how often the program ended with a problem
    public int failAtEachCall(Before before, After after) throws Exception {
        return atEach(
                changes(before, after),
                call -> ON_BROKEN_DISK.contains(call.name()) ? Fault.EIO : Fault.ENOSPC,
                after);
    }

    /// Lets each call that reads fail once, on a broken disk.
    ///
    /// @return how often the program ended with a problem
    public int failAtEachRead(Before before, After after) throws Exception {
        Path dir = wholeRun(READS, before, after);
        Set<Call> calls = new LinkedHashSet<>();
        for (List<String> thread : threads()) {
            calls.addAll(reads(thread, dir));
        }
        return atEach(calls, _ -> Fault.EIO, after);
    }

    private Set<Call> changes(Before before, After after) throws Exception {
        Path dir = wholeRun(CHANGES, before, after);
        Set<Call> calls = new LinkedHashSet<>();
        for (List<String> thread : threads()) {
            calls.addAll(changes(thread, dir));
        }
        return calls;
    }

    /// The run that nothing happens to.
    private Path wholeRun(String calls, Before before, After after) throws Exception {
        Path template = Files.createDirectory(home.resolve("template"));
        before.in(template);
        Path dir = fresh("whole");
        Path logs = Files.createDirectory(home.resolve("calls"));
        List<String> options =
                List.of(
                        "--seccomp-bpf",
                        "-yy",
                        "-s0",
                        "-ff",
                        "-e",
                        "signal=none",
                        "-e",
                        "trace=" + traced(calls),
                        "-o",
                        logs.resolve("thread").toString());
        int status = run(dir, options);
        assertThat(status).as(Files.readString(output(dir))).isZero();
        after.in(dir, status);
        return dir;
    }

    /// The calls of each thread of it.
    private List<List<String>> threads() throws IOException {
        List<List<String>> threads = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("calls"))) {
            for (Path file : files.sorted().toList()) {
                threads.add(Files.readAllLines(file));
            }
        }
        return threads;
    }

    private static List<Call> changes(List<String> lines, Path dir) {
        Map<String, Integer> counts = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String line : lines) {
            String name = line.substring(0, Math.max(0, line.indexOf('(')));
            int nth = counts.merge(name, 1, Integer::sum);
            boolean isInside = line.contains(dir + "/") || line.contains(dir + ">");
            boolean isChange = !name.equals("openat") || line.contains("O_CREAT");
            boolean isNote = line.contains(dir + "/problem") || line.contains(dir + "/" + NOTE);
            if (TO_SERVER.matcher(line).matches() || isInside && isChange && !isNote) {
                String file = name.equals("openat") ? opened(line, dir) : "";
                int call = file.isEmpty() ? nth : counts.merge(name + file, 1, Integer::sum);
                calls.add(new Call(name, call, file));
            }
        }
        return calls;
    }

    /// A file that has the same name each time, without a number of a process or a time: the
    /// virtual machine opens files of its own between those of the program, and not always as many.
    private static String opened(String line, Path dir) {
        Matcher matcher =
                Pattern.compile(Pattern.quote("\"" + dir + "/") + "([^\"0-9]+)\".*")
                        .matcher(line.substring(line.indexOf('"')));
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static List<Call> reads(List<String> lines, Path dir) {
        Pattern read = Pattern.compile("(\\w+)\\(\\d+<" + Pattern.quote(dir + "/") + "([^>]+)>.*");
        Map<String, Integer> counts = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = read.matcher(line);
            if (matcher.matches()
                    && Files.exists(dir.resolveSibling("template").resolve(matcher.group(2)))) {
                int nth = counts.merge(matcher.group(1) + matcher.group(2), 1, Integer::sum);
                calls.add(new Call(matcher.group(1), nth, matcher.group(2)));
            }
        }
        return calls;
    }

    private int atEach(Set<Call> calls, Function<Call, Fault> fault, After after) throws Exception {
        int hit = 0;
        List<Future<Integer>> runs = new ArrayList<>();
        // Half of the time each of them waits for the disk.
        int threads = 2 * Runtime.getRuntime().availableProcessors();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (Call call : calls) {
                runs.add(pool.submit(() -> at(call, fault.apply(call), after)));
            }
            for (Future<Integer> run : runs) {
                hit += run.get() == 0 ? 0 : 1;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        }
        note(fault.apply(calls.iterator().next()), calls.size(), hit);
        return hit;
    }

    /// A row of the table of all that was tried, by the name of the test.
    private static void note(Fault first, int calls, int hit) throws IOException {
        String test =
                StackWalker.getInstance()
                        .walk(frames ->
                                frames.filter(f -> f.getClassName().endsWith("IT"))
                                        .map(f -> f.getClassName() + "." + f.getMethodName())
                                        .findFirst()
                                        .orElse("?"));
        Files.writeString(
                Path.of("target", "crash-table.txt"),
                "%-6s at %4d calls, felt at %4d: %s%n"
                        .formatted(first == Fault.KILL ? "killed" : "failed", calls, hit, test),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private int at(Call call, Fault fault, After after) throws Exception {
        Path dir = fresh(fault + "-" + call);
        // Were every further file closed to it, the virtual machine would find no class.
        boolean isOnce =
                fault == Fault.KILL || call.name().equals("openat") || !call.file().isEmpty();
        String when = call.nth() + (isOnce ? "" : "+");
        List<String> options = new ArrayList<>(List.of("-o", "/dev/null"));
        options.addAll(List.of("-e", "trace=" + call.name()));
        options.addAll(
                List.of("-e", "inject=" + call.name() + ":" + fault.words + ":when=" + when));
        if (fault != Fault.KILL) {
            // It stops the program at no other call. strace 6.1 sends no signal then.
            options.add("--seccomp-bpf");
        }
        if (!call.file().isEmpty()) {
            options.addAll(List.of("-P", dir.resolve(call.file()).toString()));
        }
        int status = run(dir, options);
        try {
            after.in(dir, status);
        } catch (AssertionError | Exception e) {
            throw new AssertionError(
                    "%s at %s, status %d, '%s': %s"
                            .formatted(fault, call, status, problem(dir), e.getMessage()),
                    e);
        }
        return status;
    }

    /// A copy of the template, made without waiting for the disk.
    private Path fresh(String name) throws Exception {
        Path template = home.resolve("template");
        Path dir = home.resolve(name);
        try (Stream<Path> all = Files.walk(template)) {
            for (Path each : all.toList()) {
                Files.copy(
                        each,
                        dir.resolve(template.relativize(each)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return dir;
    }

    private int run(Path dir, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/strace"));
        command.addAll(List.of("-f", "-qq"));
        command.addAll(options);
        command.addAll(
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xint", // over before a compiler would pay
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        // One that is refused its own files may end as if by a bug of its own.
                        "-XX:ErrorFile=/dev/null",
                        "-cp",
                        classPath(),
                        program.getName(),
                        dir.toString()));
        command.addAll(args.apply(dir));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(dir).toFile())
                .start()
                .waitFor();
    }

    /// Beside the directory: the program's own files are all that is in it.
    private static Path output(Path dir) {
        return dir.resolveSibling(dir.getFileName() + ".out");
    }

    /// Surefire starts its own program and keeps the real class path here.
    static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /// strace knows calls that this machine's kernel has not: a question mark before them.
    private static String traced(String names) {
        return Stream.of(names.split(" ")).map(n -> "?" + n).collect(Collectors.joining(","));
    }
}
