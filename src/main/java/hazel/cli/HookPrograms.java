package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.Hook;
import hazel.smtp.MessagePipe;

import jakarta.json.JsonObject;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Programs that have a say in what the relay takes: each gets what is known as one JSON object on
/// its standard input, and answers with one line.
///
/// @param programs by the phase they are asked at
record HookPrograms(Map<Hook.Phase, MessagePipe> programs) implements Hook {

    private static final Pattern ANSWER =
            Pattern.compile(
                    "(?<accept>accept)|tag (?<name>[A-Za-z0-9][A-Za-z0-9-]{0,76})[=:] ?(?<value>["
                        + " -~]{1,200})|defer(?: (?<later>[ -~]{1,200}))?|reject"
                        + " (?<code>5[0-9]{2})(?: (?<never>[ -~]{1,200}))?|(?<discard>discard)");

    HookPrograms {
        programs = Map.copyOf(programs);
    }

    @Override
    public Answer ask(Question question) throws MailException {
        Optional<MessagePipe> program = Optional.ofNullable(programs.get(question.phase()));
        if (program.isEmpty()) {
            return new Answer.Accept();
        }
        String asked = Json.line(json(question)) + "\n";
        MessagePipe.Ended ended =
                program.get()
                        .run(List.of(), asked.getBytes(UTF_8))
                        .orElseThrow(() -> bad(question, "was interrupted"));
        if (ended.status().isEmpty()) {
            throw bad(question, "took too long");
        }
        if (ended.status().getAsInt() != 0) {
            throw bad(question, "ended with " + ended.status().getAsInt() + " " + ended.err());
        }
        Answer answer = read(ended.out()).orElseThrow(() -> bad(question, "said " + ended.out()));
        if (answer instanceof Answer.Discard && question.phase() != Phase.DATA) {
            throw bad(question, "said discard, which is for data");
        }
        return answer;
    }

    static Optional<Answer> read(String line) {
        Matcher answer = ANSWER.matcher(line.strip());
        if (!answer.matches()) {
            return Optional.empty();
        }
        if (answer.group("accept") != null) {
            return Optional.of(new Answer.Accept());
        }
        if (answer.group("discard") != null) {
            return Optional.of(new Answer.Discard());
        }
        if (answer.group("name") != null) {
            return Optional.of(new Answer.Tag(answer.group("name"), answer.group("value")));
        }
        return Optional.of(
                answer.group("code") == null
                        ? new Answer.Defer(or(answer, "later", "Not now; try again later"))
                        : new Answer.Reject(
                                Integer.parseInt(answer.group("code")),
                                or(answer, "never", "Not taken here")));
    }

    private static String or(Matcher answer, String group, String usual) {
        return Optional.ofNullable(answer.group(group)).orElse(usual);
    }

    private static MailException bad(Question question, String what) {
        return new MailException(
                new Problem.Failed(
                        "hook",
                        "the hook for "
                                + question.phase().name().toLowerCase(Locale.ROOT)
                                + " "
                                + what));
    }

    private static JsonObject json(Question question) {
        var to = Json.array();
        question.to().forEach(a -> to.add(a.addrSpec()));
        var object =
                Json.object()
                        .add("phase", question.phase().name().toLowerCase(Locale.ROOT))
                        .add("client", question.caller().from())
                        .add("hello", question.caller().hello())
                        .add("tls", question.caller().isSecure())
                        .add("from", question.from().map(Address::addrSpec).orElse(""))
                        .add("to", to);
        question.caller().user().ifPresent(user -> object.add("user", user));
        if (question.phase() == Phase.DATA) {
            object.add("size", question.size()).add("header", question.header());
        }
        return object.build();
    }
}
