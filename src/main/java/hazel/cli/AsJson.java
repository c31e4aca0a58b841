package hazel.cli;

import picocli.CommandLine.Option;

/// The option `--json` of a command.
final class AsJson {

    @Option(names = "--json", description = "Print JSON, one object on a line.")
    private boolean wanted;

    boolean isWanted() {
        return wanted;
    }
}
