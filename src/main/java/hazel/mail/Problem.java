package hazel.mail;

import java.util.List;
import java.util.Optional;

/// Why an operation on mail failed, as a value the UI can show and a test can compare. Every
/// message says what happened, to what, and, where it is not plain, what to do.
///
/// The split that matters is SMTP's own: a *temporary* problem may go away by itself, so the
/// message stays queued; a permanent one needs a person.
public sealed interface Problem {

    String message();

    default boolean isTemporary() {
        return switch (this) {
            case Unreachable _, Busy _ -> true;
            case Refused r -> r.replyCode() / 100 == 4;
            case Unknown _,
                    BadCredentials _,
                    NotTrusted _,
                    BadCertificate _,
                    NotPermitted _,
                    NoSuchAccount _,
                    NoSuchMailbox _,
                    NoSuchMessage _,
                    NoSuchFile _,
                    Malformed _,
                    BadConfig _,
                    CannotWrite _,
                    Failed _,
                    Protocol _,
                    Cancelled _ ->
                    false;
        };
    }

    /// The process exit status for this problem, from `sysexits.h`.
    default int exitStatus() {
        return switch (this) {
            case Unreachable _, Busy _ -> 75; // EX_TEMPFAIL
            case Refused r -> isTemporary() ? 75 : r.isOfRecipient() ? 67 : 69;
            case Unknown _ -> 68; // EX_NOHOST
            case BadCredentials _, NotTrusted _, BadCertificate _, NotPermitted _ ->
                    77; // EX_NOPERM
            case NoSuchAccount _, NoSuchMailbox _, NoSuchMessage _, NoSuchFile _ ->
                    66; // EX_NOINPUT
            case Malformed _ -> 65; // EX_DATAERR
            case BadConfig _ -> 78; // EX_CONFIG
            case CannotWrite _ -> 73; // EX_CANTCREAT
            case Failed _ -> 74; // EX_IOERR
            case Protocol _ -> 76; // EX_PROTOCOL
            case Cancelled _ -> 130; // as a shell reports SIGINT
        };
    }

    /// No answer from the network, or a connection that broke.
    record Unreachable(String host, String message) implements Problem {}

    /// Another program holds a lock for longer than we wait.
    record Busy(String what, String message) implements Problem {}

    /// The host name does not exist.
    record Unknown(String host, String message) implements Problem {}

    /// The server said no.
    ///
    /// @param stage connect, tls, auth, mail, rcpt, data
    /// @param replyCode 400 to 599
    record Refused(String stage, int replyCode, String message) implements Problem {
        boolean isOfRecipient() {
            return stage.equals("rcpt");
        }
    }

    record BadCredentials(String account, String message) implements Problem {}

    /// A certificate or a host name that does not verify, or TLS asked for and not to be had.
    record NotTrusted(String host, String message) implements Problem {}

    /// A certificate that nobody vouches for, or another than the one that was pinned. A person may
    /// look at it and pin it.
    ///
    /// @param pinned the fingerprint that was expected, where one is pinned
    /// @param faults what is wrong with it, at least one clause
    record BadCertificate(
            String host,
            int port,
            ServerCertificate certificate,
            Optional<String> pinned,
            List<String> faults)
            implements Problem {

        public BadCertificate {
            faults = List.copyOf(faults);
        }

        @Override
        public String message() {
            return pinned.map(this::alarm)
                    .orElseGet(() ->
                            unknown()
                                    + ". If that is the right one, 'hazel account trust' pins it");
        }

        /// What was seen, for where there is no account to pin it for.
        public String fact() {
            return pinned.map(this::changed).orElseGet(this::unknown);
        }

        private String unknown() {
            return "%s cannot be trusted: %s. Its certificate: %s"
                    .formatted(host, String.join("; ", faults), certificate.sentence());
        }

        private String changed(String expected) {
            return ("%s shows another certificate than the one pinned for it. Pinned: SHA-256 %s."
                            + " Now: %s")
                    .formatted(host, expected, certificate.sentence());
        }

        private String alarm(String expected) {
            return "ALARM: "
                    + changed(expected)
                    + ". Somebody may be listening in; where you know why it changed, 'hazel"
                    + " account trust' pins the new one";
        }
    }

    record NotPermitted(String what, String message) implements Problem {}

    record NoSuchAccount(String account) implements Problem {
        @Override
        public String message() {
            return "there is no account '" + account + "'";
        }
    }

    record NoSuchMailbox(String mailbox) implements Problem {
        @Override
        public String message() {
            return "no such mailbox: " + mailbox;
        }
    }

    record NoSuchMessage(String id) implements Problem {
        @Override
        public String message() {
            return "no such message: " + id;
        }
    }

    record NoSuchFile(String file) implements Problem {
        @Override
        public String message() {
            return "no such file: " + file;
        }
    }

    /// Input that is not what it should be.
    record Malformed(String what, String message) implements Problem {}

    record BadConfig(String file, int line, String message) implements Problem {}

    /// Nothing was written where something should have been: no space, no right, a name that is
    /// taken.
    record CannotWrite(String what, String message) implements Problem {}

    /// Any other input or output error.
    record Failed(String what, String message) implements Problem {}

    /// The other side does not speak the protocol.
    record Protocol(String host, String message) implements Problem {}

    record Cancelled(String what) implements Problem {
        @Override
        public String message() {
            return what + ": stopped";
        }
    }
}
