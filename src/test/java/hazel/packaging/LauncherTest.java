package hazel.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The launcher, with scripts in the place of java and mvn: what they are called with, and what
/// becomes of exit codes. Every path has a space in it.
class LauncherTest {

    @TempDir private Path directory;
    private Path root;
    private Path hazel;
    private Path jdk;
    private final Map<String, String> environment = new HashMap<>();

    private record Said(int status, String out, String err) {}

    @BeforeEach
    void aTreeWithAJarAndAJdk() throws IOException {
        root = Files.createDirectories(directory.resolve("an install"));
        Path packaging = Files.createDirectories(root.resolve("packaging"));
        for (String each : List.of("hazel", "find-jdk")) {
            script(packaging.resolve(each), Files.readString(Path.of("packaging", each)));
        }
        hazel = packaging.resolve("hazel");
        Files.createDirectories(root.resolve("lib"));
        Files.writeString(root.resolve("lib/hazel-1.jar"), "jar");
        Files.writeString(root.resolve("lib/picocli.jar"), "jar");
        jdk = directory.resolve("a jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        java("for a; do printf '%s\\n' \"$a\"; done");
        environment.put("HAZEL_JAVA_HOME", jdk.toString());
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HAZEL_NO_CACHE", "1");
    }

    @Test
    void whatWasTypedReachesHazelWordForWord() throws Exception {
        assertThat(run(hazel, "send", "two words", "", "*").out().lines().toList())
                .containsSubsequence("hazel.cli.Main", "send", "two words", "", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sendmail", "mail", "mailx", "mailq", "newaliases"})
    void theNameOfALinkIsToldThroughAChainOfLinks(String name) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("my bin"));
        Path middle = Files.createSymbolicLink(bin.resolve("middle"), hazel);
        Path link = Files.createSymbolicLink(bin.resolve(name), middle.getFileName());
        assertThat(run(link).out()).contains("-Dhazel.name=" + name + "\n");
    }

    @Test
    void theExitCodeIsHazels() throws Exception {
        java("exit 67");
        assertThat(run(hazel).status()).isEqualTo(67);
    }

    @Test
    void aSignalReachesHazelItself() throws Exception {
        java("echo $$ >&2; kill -TERM $$");
        assertThat(run(hazel).status()).isEqualTo(128 + 15);
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
        Path finder = root.resolve("packaging/find-jdk");
        // The machine's own JDKs are out of sight.
        script(finder, Files.readString(finder).replaceAll("(?<![\\w\"])/(usr|opt)/", "/nowhere/"));
        environment.put("PATH", onlyTools().toString());
        Said said = run(hazel);
        assertThat(said.status()).isEqualTo(69);
        assertThat(said.err().lines().toList()).singleElement().asString().contains("JDK 25");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Files.delete(root.resolve("lib/hazel-1.jar"));
        environment.put("PATH", onlyTools().toString());
        Said said = run(hazel);
        assertThat(said.status()).isEqualTo(69);
        assertThat(said.err())
                .isEqualTo("hazel: Maven is needed to build Hazel; install the package maven\n");
    }

    @Test
    void aCloneIsBuiltOnceAndAgainWhenASourceIsNewer() throws Exception {
        Path source = clone("mkdir -p target; echo jar > target/hazel-2.jar");
        assertThat(run(hazel).err()).startsWith("hazel: building").hasLineCount(1);
        assertThat(run(hazel).err()).isEmpty();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
        assertThat(run(hazel).err()).startsWith("hazel: building");
    }

    @Test
    void aBuildThatFailedSaysWhereItsLogIs() throws Exception {
        clone("echo '[ERROR] no such symbol'; exit 1");
        Said said = run(hazel);
        assertThat(said.status()).isEqualTo(70);
        assertThat(said.err()).contains("target/build.log", "[ERROR] no such symbol");
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void theLockOfAKilledBuildIsTakenAway() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        deadLock(root.resolve("target/build.lock"));
        assertThat(run(hazel).status()).isZero();
    }

    @Test
    void theStartUpCacheIsMadeAfterABuildAndThenUsed() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        cachingJava();
        String cache = directory.resolve("a cache/hazel/start") + "/";
        String used = run(hazel).out();
        String first = caches().getFirst();
        assertThat(used)
                .contains(
                        "-XX:SharedArchiveFile="
                                + (cache + first)
                                + ":"
                                + (cache + first.replace(".aot", ".jsa"))
                                + " ");
        Files.writeString(root.resolve("target/hazel-2.jar"), "another");
        environment.put("HAZEL_NO_CACHE", "1");
        assertThat(run(hazel).out()).doesNotContain("-XX:AOTCache=", "-XX:SharedArchiveFile=");
    }

    @Test
    void aJvmThatCannotMakeTheRestOfTheCacheIsAskedOnce() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        cachingJava();
        String java = Files.readString(jdk.resolve("bin/java"));
        Path asked = directory.resolve("asked");
        script(
                jdk.resolve("bin/java"),
                java.replace(
                        "for a; do",
                        "case \"$*\" in *AtExit*) echo >>'"
                                + asked
                                + "'; exit 1 ;; esac; for a; do"));
        assertThat(run(hazel).out()).contains("-XX:AOTCache=");
        assertThat(run(hazel).out()).contains("-XX:AOTCache=");
        assertThat(asked).hasContent("\n");
    }

    @Test
    void theRestOfTheCacheIsMadeWhereItIsMissing() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        cachingJava();
        run(hazel);
        Path cache = directory.resolve("a cache/hazel/start").resolve(caches().getFirst());
        Path rest = Path.of(cache.toString().replace(".aot", ".jsa"));
        Files.delete(rest);
        assertThat(run(hazel).out()).contains("-XX:AOTCache=" + cache);
        for (int tries = 0; tries < 600 && !Files.exists(rest); tries++) {
            Thread.sleep(50);
        }
        assertThat(run(hazel).out()).contains("-XX:SharedArchiveFile=" + cache + ":" + rest);
    }

    @ParameterizedTest
    @CsvSource({
        "'', screens",
        "-F x, screens",
        "-F x -f list -y, screens",
        "-F -s, screens",
        "list, commands",
        "-F x list, commands",
        "-F x -s Lunch ada@example.org, commands",
        "ada@example.org, commands"
    })
    void theScreensAndTheCommandsHaveACacheEach(String words, String use) throws Exception {
        clone("echo jar > target/hazel-2.jar");
        Files.setLastModifiedTime(
                root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(100)));
        cachingJava();
        String[] typed = words.isEmpty() ? new String[0] : words.split(" ");
        assertThat(run(hazel, typed).out()).contains("a cache/hazel/start/" + use + "-");
    }

    @Test
    void aCacheOfOtherJarsIsNotLookedAt() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        cachingJava();
        run(hazel);
        Files.writeString(root.resolve("target/hazel-2.jar"), "rebuilt");
        // The maker fails from here on, so that only the old cache is there.
        java("case \"$*\" in *AOTCacheOutput* | *AtExit*) exit 1 ;; esac; echo \"$@\"");
        assertThat(run(hazel).out()).doesNotContain("-XX:AOTCache=", "-XX:SharedArchiveFile=");
    }

    @Test
    void whoClosesTheTerminalDoesNotEndTheMakingOfTheCache() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        cachingJava("kill -HUP $PPID $$;");
        run(hazel);
        assertThat(caches()).hasSize(1);
    }

    @Test
    void theLockOfAKilledMakerOfTheCacheIsTakenAway() throws Exception {
        clone("echo jar > target/hazel-2.jar");
        cachingJava();
        run(hazel);
        Path cache = directory.resolve("a cache/hazel/start").resolve(caches().getFirst());
        Files.delete(cache);
        deadLock(Path.of(cache + ".lock"));
        Files.setLastModifiedTime(
                root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(100)));
        assertThat(run(hazel).out()).contains("-XX:SharedArchiveFile=");
    }

    @Test
    void withoutHomeOrAPlaceForTheCacheItStarts() throws Exception {
        environment.remove("HAZEL_NO_CACHE");
        assertThat(run(hazel)).satisfies(LauncherTest::startedQuietly);
        Path file = Files.writeString(directory.resolve("no directory"), "");
        environment.put("XDG_CACHE_HOME", file.toString());
        assertThat(run(hazel)).satisfies(LauncherTest::startedQuietly);
    }

    private static void startedQuietly(Said said) {
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .contains("hazel.cli.Main")
                .doesNotContain("-XX:AOTCache=", "-XX:SharedArchiveFile=");
    }

    /// @return a source of it
    private Path clone(String maven) throws IOException {
        Files.delete(root.resolve("lib/hazel-1.jar"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Path source = Files.createDirectories(root.resolve("src/main/java")).resolve("A.java");
        Files.writeString(source, "");
        Path bin = Files.createDirectories(directory.resolve("maven bin"));
        script(bin.resolve("mvn"), "#!/bin/sh\n" + maven + "\n");
        environment.put("PATH", bin + ":/usr/bin:/bin");
        return source;
    }

    private void cachingJava() throws IOException {
        cachingJava("");
    }

    /// @param before what the making of a cache begins with
    private void cachingJava(String before) throws IOException {
        environment.remove("HAZEL_NO_CACHE");
        environment.put("XDG_CACHE_HOME", directory.resolve("a cache").toString());
        java(
                """
                for a; do
                    case $a in
                        -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*)
                            BEFORE echo cache >"${a#*=}"; exit ;;
                    esac
                done
                echo "$@\"\
                """
                        .replace("BEFORE", before));
    }

    private List<String> caches() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("a cache/hazel/start"))) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> name.endsWith(".aot"))
                    .toList();
        }
    }

    private static void deadLock(Path lock) throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(lock);
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    }

    /// A PATH with the tools of a system but no java and no mvn.
    private Path onlyTools() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("tools"));
        for (String each :
                List.of("sh", "sed", "dirname", "readlink", "find", "head", "cat", "mkdir")) {
            Path real = Path.of("/usr/bin", each);
            Files.createSymbolicLink(
                    bin.resolve(each), Files.exists(real) ? real : Path.of("/bin", each));
        }
        return bin;
    }

    private void java(String body) throws IOException {
        script(jdk.resolve("bin/java"), "#!/bin/sh\n" + body + "\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Said run(Path program, String... words) throws Exception {
        var command = new java.util.ArrayList<>(List.of("/bin/sh", program.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path err = directory.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Said(process.waitFor(), out, Files.readString(err));
    }
}
