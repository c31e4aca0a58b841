package hazel.config;

import java.util.List;

/// How an account's messages leave.
public sealed interface SubmitConfig {

    /// A mail submission agent (RFC 6409).
    record Smtp(ServerConfig server) implements SubmitConfig {}

    /// A `sendmail` program and the arguments that always go with it.
    record Sendmail(List<String> command) implements SubmitConfig {
        public Sendmail {
            command = List.copyOf(command);
        }
    }

    /// A `sendmail` program that speaks SMTP on its standard input (`-bs`), which answers for each
    /// recipient.
    record SendmailSmtp(List<String> command) implements SubmitConfig {
        public SendmailSmtp {
            command = List.copyOf(command);
        }
    }

    /// The relay that comes with Hazel.
    record Bundled() implements SubmitConfig {}
}
