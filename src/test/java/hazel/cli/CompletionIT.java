package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The completion scripts in the shells they are for.
class CompletionIT {

    @TempDir private Path home;
    private Path hazel;

    @BeforeEach
    void aHomeWithMail() throws IOException {
        for (String box : List.of("", ".Archive", ".Two words")) {
            for (String sub : List.of("cur", "new", "tmp")) {
                Files.createDirectories(home.resolve("Mail").resolve(box).resolve(sub));
            }
        }
        Files.writeString(home.resolve("Mail/cur/1.a:2,S"), "Subject: x\n\nx\n");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        hazel = Files.createDirectories(home.resolve("bin")).resolve("hazel");
        Files.writeString(
                hazel,
                "#!/bin/sh\nexec '%s' -cp '%s' hazel.cli.Main \"$@\"\n"
                        .formatted(java, System.getProperty("hazel.jar")));
        assertThat(hazel.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theShellCanReadItsScript(String shell) throws Exception {
        script(shell);
        assertThat(said(List.of(shell, "-n", home.resolve(shell).toString()))).isEmpty();
    }

    @Test
    void bashCompletesWhatWasTyped() throws Exception {
        script("bash");
        String line =
                """
                . '%s/bash'
                compopt() { :; } # for an editor only
                try() {
                    COMP_LINE=$1 COMP_POINT=${#1}
                    _hazel hazel
                    echo "${COMPREPLY[*]}"
                }
                try 'hazel sen'
                try 'hazel list '
                try 'hazel list Two\\ w'
                try 'hazel show INBOX:1'
                try 'hazel list --sort=si'
                try 'hazel save INBOX:1.a --to b'
                """
                        .formatted(home);
        assertThat(said(List.of("bash", "--norc", "-c", line)).lines())
                .containsExactly(
                        "send sendmail",
                        "INBOX Archive Two\\ words",
                        "Two\\ words",
                        "1.a",
                        "size",
                        "bin");
    }

    @Test
    void fishCompletesWhatWasTyped() throws Exception {
        script("fish");
        String line =
                "source '%s/fish'; complete -C 'hazel theme '; complete -C 'hazel list Tw'"
                        .formatted(home);
        assertThat(said(List.of("fish", "-c", line)).lines())
                .extracting(l -> l.replaceFirst("\t.*", ""))
                .containsExactly("list", "Two words");
    }

    @Test
    void zshCompletesWhatWasTyped() throws Exception {
        script("zsh");
        // Completion works in an editor only: what the script adds is shown instead.
        String line =
                """
                compdef() { : }
                compset() { : }
                _files() { : }
                . '%s/zsh'
                compadd() { for last; do :; done; print -l -- ${(P)last} }
                try() { words=("$@") CURRENT=$#; _hazel }
                try hazel theme ''
                try hazel list Two\\ w
                try hazel show INBOX
                """
                        .formatted(home);
        assertThat(said(List.of("zsh", "-f", "-c", line)).lines())
                .containsExactly("list", "Two words", "INBOX:");
    }

    private void script(String shell) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", shell)),
                "skipped: " + shell + " is not installed");
        Files.writeString(
                home.resolve(shell), said(List.of(hazel.toString(), "completion", shell)));
    }

    private String said(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String all = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(all).isZero();
        return all;
    }
}
