package hazel.cli;

import java.util.Optional;

/// What `--version` prints.
final class Version {

    private Version() {}

    static String line() {
        String version =
                Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(built without a version)");
        return "hazel " + version;
    }
}
