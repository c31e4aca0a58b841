package hazel.cli;

import picocli.CommandLine;

import java.util.Optional;

/// What `--version` prints.
final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
        String version =
                Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(built without a version)");
        return new String[] {"hazel " + version};
    }
}
