package hazel.cli;

import hazel.mail.Problem;
import hazel.smtp.Submission;
import hazel.text.Harmless;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;

import java.util.Optional;

/// What `hazel send` answers: accepted, filed and queued are three different truths.
///
/// @param messageId without angle brackets
/// @param queued the outbox's name for what is kept to be sent later
record SendAnswer(String messageId, Submission submission, Filed filed, Optional<String> queued) {

    /// What became of the copy.
    ///
    /// @param status yes, no, failed
    record Filed(String mailbox, String status, String why) {}

    String status() {
        if (!submission.accepted().isEmpty()) {
            return submission.isComplete() ? "sent" : "partial";
        }
        return queued.isPresent() ? "queued" : "rejected";
    }

    int exitStatus() {
        if (submission.isComplete() || status().equals("queued")) {
            return Exit.OK;
        }
        if (!submission.accepted().isEmpty()) {
            return Exit.IN_PART;
        }
        if (!submission.uncertain().isEmpty()) {
            return Exit.IO;
        }
        return submission.rejected().stream().allMatch(Submission.Rejected::isTemporary)
                ? Exit.TEMPORARY
                : Exit.NO_USER;
    }

    JsonObject json() {
        JsonArrayBuilder accepted = Json.array();
        submission.accepted().forEach(a -> accepted.add(a.address().addrSpec()));
        JsonArrayBuilder rejected = Json.array();
        for (Submission.Rejected each : submission.rejected()) {
            rejected.add(
                    Json.object()
                            .add("address", each.address().addrSpec())
                            .add("code", each.reply().code())
                            .add(
                                    "enhanced",
                                    each.reply().enhanced().map(Object::toString).orElse(""))
                            .add("text", Harmless.line(each.reply().text())));
        }
        return Json.object()
                .add("status", status())
                .add("messageId", "<" + messageId + ">")
                .add("accepted", accepted)
                .add("rejected", rejected)
                .add(
                        "filed",
                        Json.object().add("mailbox", filed.mailbox()).add("status", filed.status()))
                .add("queueId", queued.orElse(""))
                .build();
    }

    /// `STAGE: CODE TEXT` for standard error.
    static String stage(Problem problem) {
        String text = Harmless.line(problem.message());
        return switch (problem) {
            case Problem.Refused r -> r.stage() + ": " + r.replyCode() + " " + text;
            case Problem.Unreachable _, Problem.Unknown _ -> "connect: " + text;
            case Problem.NotTrusted _, Problem.BadCertificate _ -> "tls: " + text;
            case Problem.BadCredentials _ -> "auth: " + text;
            case Problem.NotPermitted _, Problem.Protocol _, Problem.Busy _, Problem.Cancelled _ ->
                    "connect: " + text;
            case Problem.NoSuchAccount _,
                    Problem.NoSuchMailbox _,
                    Problem.NoSuchMessage _,
                    Problem.NoSuchFile _,
                    Problem.Malformed _,
                    Problem.BadConfig _,
                    Problem.CannotWrite _,
                    Problem.Failed _ ->
                    "file: " + text;
        };
    }
}
