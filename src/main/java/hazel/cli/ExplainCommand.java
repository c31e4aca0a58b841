package hazel.cli;

import hazel.smtp.EnhancedStatus;
import hazel.smtp.ReplyWords;
import hazel.text.Wrap;

import jakarta.json.JsonObjectBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `hazel explain`: what a mail server's answer means, or a word of mail.
@Command(
        name = "explain",
        description = {
            "Say in words what a mail server's answer means, and what happens next; or what a word"
                    + " of mail means.",
            "A code of SMTP (RFC 5321), an enhanced status code (RFC 3463), or both; what stands"
                    + " after them is passed over, so that an answer can be given as it came."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel explain 451 4.7.1",
            "  hazel explain 5.7.26",
            "  hazel explain \"550 5.1.1 <bob@example.org>: no such user\"",
            "  hazel explain envelope",
            "%nExit status:",
            "  0 explained; 64 that is no such code and no such word."
        })
final class ExplainCommand implements Callable<Integer> {

    private static final Pattern ANSWER =
            Pattern.compile(
                    "(?:([2-5][0-9][0-9])(?:[ -]|$))?"
                            + " *(?:([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9.]))?.*",
                    Pattern.DOTALL);

    private static final int COLUMNS = 78;

    @Parameters(
            arity = "0..*",
            paramLabel = "CODE|WORD",
            description = "The codes, or the answer; or a word. Without any, the words are listed.")
    private List<String> words = List.of();

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws UsageException {
        String typed = String.join(" ", words).strip();
        if (typed.isEmpty()) {
            Glossary.TERMS.forEach(term -> out().println(String.join(", ", term.names())));
            return Exit.OK;
        }
        Optional<Glossary.Term> term = Glossary.find(typed);
        if (term.isPresent()) {
            explain(term.get());
            return Exit.OK;
        }
        Matcher answer = ANSWER.matcher(typed);
        Optional<String> code =
                answer.matches() ? Optional.ofNullable(answer.group(1)) : Optional.empty();
        Optional<EnhancedStatus> status =
                answer.matches()
                        ? Optional.ofNullable(answer.group(2)).flatMap(EnhancedStatus::parse)
                        : Optional.empty();
        if (code.isEmpty() && status.isEmpty()) {
            throw new UsageException(
                    "'"
                            + typed
                            + "' begins with no code; expected one as 451, 4.7.1, or both, or a"
                            + " word; 'hazel explain' lists those");
        }
        int number = code.map(Integer::parseInt).orElseGet(() -> status.orElseThrow().kind() * 100);
        if (json.isWanted()) {
            json(code, status, number);
        } else {
            PrintWriter out = out();
            code.ifPresent(c -> out.println(c + ": " + ReplyWords.of(number)));
            status.ifPresent(s -> out.println(s + ": " + ReplyWords.of(s)));
            out.println(ReplyWords.next(number));
        }
        return Exit.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void explain(Glossary.Term term) {
        String name = term.names().getFirst();
        if (json.isWanted()) {
            out().println(
                            Json.line(
                                    Json.object()
                                            .add("word", name)
                                            .add("meaning", term.meaning())
                                            .add("source", term.source())
                                            .build()));
            return;
        }
        Wrap.lines(String.join(", ", term.names()) + ": " + term.meaning(), COLUMNS)
                .forEach(out()::println);
        out().println(term.source());
    }

    private void json(Optional<String> code, Optional<EnhancedStatus> status, int number) {
        JsonObjectBuilder object = Json.object();
        code.ifPresent(_ -> object.add("code", number).add("meaning", ReplyWords.of(number)));
        status.ifPresent(
                s -> object.add("enhanced", s.toString()).add("enhancedMeaning", ReplyWords.of(s)));
        object.add("permanent", number / 100 == 5).add("next", ReplyWords.next(number));
        out().println(Json.line(object.build()));
    }
}
