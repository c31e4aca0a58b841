package hazel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The architecture, as far as a machine can check it. `src/README.md` says why.
class ArchitectureTest {

    private static final JavaClasses HAZEL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("hazel");

    /// For the one package where everything meets.
    private static final String EVERYTHING = "*";

    /// Each package and the Hazel packages it may use. This table is the map.
    private static final Map<String, List<String>> MAY_USE =
            new TreeMap<>(
                    Map.ofEntries(
                            entry("mail"),
                            entry("file", "mail"),
                            entry("text"),
                            entry("mime", "mail", "text"),
                            entry("store", "mail"),
                            entry("store.local", "file", "mail", "mime", "store"),
                            entry("store.maildir", "mail", "mime", "file", "store", "store.local"),
                            entry("index", "mail", "store", "index.packed"),
                            entry("index.packed", "mail", "store"),
                            entry("cache", "mail", "file", "store", "index"),
                            entry("sqlite", "file"),
                            entry("cache.text", "mail", "mime", "file", "sqlite", "store", "index"),
                            entry(
                                    "search",
                                    "mail",
                                    "mime",
                                    "store",
                                    "index",
                                    "cache",
                                    "cache.text"),
                            entry("store.mbox", "mail", "mime", "file", "store", "store.local"),
                            entry("store.mh", "mail", "file", "store", "store.local"),
                            entry("dns", "mail"),
                            entry("trust", "dns", "mail", "mime", "text"),
                            entry("verify", "dns", "mail", "mime", "text", "trust"),
                            entry("discover", "dns", "mail", "pop3", "sasl", "smtp", "tls"),
                            entry("oauth2", "file", "mail"),
                            entry(
                                    "store.imap",
                                    "mail",
                                    "mime",
                                    "file",
                                    "sasl",
                                    "sqlite",
                                    "store",
                                    "store.local"),
                            entry("sasl", "mail"),
                            entry("tls", "file", "mail", "text"),
                            entry("pop3", "file", "mail", "sasl", "store", "text", "tls"),
                            entry("smtp", "mail", "mime", "sasl", "tls"),
                            entry("spool", "mail", "smtp", "file"),
                            entry("outbox", "mail", "smtp", "spool", "store", "file"),
                            entry("route", "mail"),
                            entry("relay.session", "mail", "route", "sasl", "smtp"),
                            entry(
                                    "relay",
                                    "mail",
                                    "route",
                                    "sasl",
                                    "smtp",
                                    "spool",
                                    "store",
                                    "file",
                                    "tls",
                                    "dns",
                                    "relay.session"),
                            entry("config", "file", "mail"),
                            entry("compose", "mail", "text", "mime", "file"),
                            entry("contacts", "mail", "mime", "file"),
                            entry("command"),
                            entry(
                                    "ui",
                                    "mail",
                                    "trust",
                                    "verify",
                                    "store",
                                    "compose",
                                    "contacts",
                                    "text",
                                    "index",
                                    "mime",
                                    "command"),
                            entry(
                                    "screen",
                                    "ui",
                                    "mail",
                                    "store",
                                    "index",
                                    "compose",
                                    "text",
                                    "mime",
                                    "command",
                                    "screen.parts",
                                    "screen.index",
                                    "screen.message",
                                    "screen.compose"),
                            entry("screen.editor", "ui", "text", "command"),
                            entry("screen.parts", "ui", "mail", "store", "text", "command"),
                            entry(
                                    "screen.index",
                                    "ui",
                                    "store",
                                    "index",
                                    "text",
                                    "command",
                                    "screen.parts"),
                            entry(
                                    "screen.message",
                                    "ui",
                                    "mail",
                                    "trust",
                                    "verify",
                                    "store",
                                    "index",
                                    "text",
                                    "mime",
                                    "command",
                                    "screen.parts"),
                            entry(
                                    "screen.compose",
                                    "ui",
                                    "mail",
                                    "compose",
                                    "contacts",
                                    "text",
                                    "mime",
                                    "command",
                                    "screen.editor",
                                    "screen.parts"),
                            entry("term", "ui", "text"),
                            entry(
                                    "app",
                                    "file",
                                    "dns",
                                    "trust",
                                    "verify",
                                    "oauth2",
                                    "cache",
                                    "cache.text",
                                    "search",
                                    "mail",
                                    "config",
                                    "store",
                                    "store.maildir",
                                    "store.mbox",
                                    "store.mh",
                                    "store.imap",
                                    "sasl",
                                    "index",
                                    "mime",
                                    "compose",
                                    "command",
                                    "smtp",
                                    "pop3",
                                    "tls",
                                    "spool",
                                    "outbox",
                                    "contacts",
                                    "ui",
                                    "text"),
                            entry(
                                    "demo",
                                    "file",
                                    "mail",
                                    "mime",
                                    "relay",
                                    "relay.session",
                                    "smtp",
                                    "spool",
                                    "store",
                                    "store.maildir",
                                    "text"),
                            entry("cli", EVERYTHING)));

    private static Map.Entry<String, List<String>> entry(String name, String... mayUse) {
        return Map.entry(name, List.of(mayUse));
    }

    /// Each library and the only packages that may know it.
    private static final Map<String, List<String>> LIBRARIES =
            Map.ofEntries(
                    entry("com.googlecode.lanterna", "term"),
                    entry("org.jline.terminal", "term", "cli"),
                    entry("org.jline.nativ", "term"),
                    entry("org.jline.utils", "term", "text"),
                    entry("jakarta.mail", "mime", "store.imap"),
                    entry("org.eclipse.angus", "mime", "store.imap"),
                    entry("org.jsoup", "mime"),
                    entry("org.mozilla.universalchardet", "mime"),
                    entry("org.sqlite", "sqlite"),
                    entry("org.xbill.DNS", "dns"),
                    entry("java.sql", "sqlite", "cache.text", "store.imap"),
                    entry("org.tomlj", "config"),
                    entry("picocli", "cli"),
                    entry("jakarta.json", "cli", "oauth2"));

    static Stream<String> packages() {
        return MAY_USE.keySet().stream();
    }

    static Stream<String> libraries() {
        return LIBRARIES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyThePackagesTheMapAllows(String name) {
        Set<String> allowed =
                Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
                        .map(p -> "hazel." + p)
                        .collect(Collectors.toSet());
        noClasses()
                .that()
                .resideInAPackage("hazel." + name)
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.<JavaClass>describe(
                                "are in a Hazel package other than " + allowed,
                                c ->
                                        c.getPackageName().startsWith("hazel")
                                                && !allowed.contains("hazel." + EVERYTHING)
                                                && !allowed.contains(c.getPackageName())))
                .check(HAZEL);
    }

    @Test
    void everyPackageIsOnTheMap() {
        assertThat(
                        HAZEL.stream()
                                .map(JavaClass::getPackageName)
                                .filter(p -> p.startsWith("hazel."))
                                .map(p -> p.substring("hazel.".length()))
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("hazel.(**)").should().beFreeOfCycles().check(HAZEL);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryIsKnownOnlyInItsPackage(String library) {
        String[] homes =
                LIBRARIES.get(library).stream().map(p -> "hazel." + p).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(HAZEL);
    }

    @Test
    void screensArePureRecords() {
        noClasses()
                .that()
                .implement("hazel.ui.Screen")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .allowEmptyShould(true)
                .check(HAZEL);
        classes()
                .that()
                .implement("hazel.ui.Screen")
                .should()
                .beRecords()
                .allowEmptyShould(true)
                .check(HAZEL);
    }

    @Test
    void noClassIsCalledForNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Abstract[A-Z].*)")
                .check(HAZEL);
    }

    /// A longer file says why in its first lines: a comment that begins `Long because`.
    @Test
    void noFileIsTooLongToHoldInMind() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(f -> f.toString().endsWith(".java")))
                    .allSatisfy(f -> {
                        List<String> lines = Files.readAllLines(f);
                        if (lines.stream().noneMatch(l -> l.contains("Long because"))) {
                            assertThat(lines).hasSizeLessThanOrEqualTo(400);
                        }
                    });
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(MAY_USE.keySet())
                .allSatisfy(name ->
                        assertThat(
                                        Path.of("src/main/java/hazel")
                                                .resolve(name.replace('.', '/'))
                                                .resolve("package-info.java"))
                                .exists());
    }
}
