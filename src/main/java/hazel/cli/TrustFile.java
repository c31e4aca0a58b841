package hazel.cli;

import hazel.tls.Trust;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The option `--trust` of a command that looks at servers.
final class TrustFile {

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust besides the system's.")
    private Optional<Path> authorities = Optional.empty();

    Trust trust() throws UsageException {
        if (authorities.isPresent() && !Files.isReadable(authorities.get())) {
            throw new UsageException("--trust " + authorities.get() + ": no such file");
        }
        return authorities.map(Trust.SYSTEM::withAuthorities).orElse(Trust.SYSTEM);
    }
}
