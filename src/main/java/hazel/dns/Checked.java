package hazel.dns;

import java.util.List;

/// What was found out, and what is wrong with it.
record Checked<T>(T value, List<Finding> findings) {

    Checked {
        findings = List.copyOf(findings);
    }
}
