package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.mail.Address;
import hazel.mail.Problem;
import hazel.screen.parts.Form;
import hazel.screen.parts.TypedLine;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Title;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The first screen of all, where nothing is configured and no mail is there: from an address to an
/// account, one question after the other, only for what is missing.
///
/// @param answers to the questions asked so far
/// @param trouble why the last step came to nothing; empty where it did not
/// @param file that the account was written to; empty before that
public record SetupScreen(
        Step step,
        TypedLine line,
        Map<Step, String> answers,
        Found found,
        String trouble,
        String file)
        implements Screen {

    private static final int LABEL = 10;
    private static final int READABLE = 80;

    private static final List<Command> WAITING = List.of(Command.CANCEL);
    private static final List<Command> ASKING =
            Stream.concat(Stream.of(Command.ACCEPT, Command.CANCEL), TypedLine.COMMANDS.stream())
                    .toList();

    /// What is asked for, or gone on with, in this order.
    public enum Step {
        ADDRESS("Address"),
        FINDING(""),
        INCOMING("Incoming"),
        OUTGOING("Outgoing"),
        AGREEMENT("Use them?"),
        NAME("Your name"),
        PASSWORD("Password"),
        TRYING(""),
        /// It did not work, and may be tried again.
        AGAIN("Again?"),
        DONE("");

        private final String label;

        Step(String label) {
            this.label = label;
        }

        boolean isWaiting() {
            return this == FINDING || this == TRYING;
        }
    }

    /// The servers that were found; the account's name is empty before the search.
    public record Found(
            String account,
            Optional<Msg.FoundServer> incoming,
            Optional<Msg.FoundServer> outgoing) {

        static final Found NOTHING = new Found("", Optional.empty(), Optional.empty());

        boolean isOutside() {
            return Stream.of(incoming, outgoing)
                    .flatMap(Optional::stream)
                    .anyMatch(Msg.FoundServer::isOutside);
        }
    }

    public SetupScreen {
        answers = Map.copyOf(answers);
    }

    public static SetupScreen begin() {
        return new SetupScreen(Step.ADDRESS, TypedLine.EMPTY, Map.of(), Found.NOTHING, "", "");
    }

    @Override
    public Context context() {
        return Context.PROMPT;
    }

    @Override
    public Title title() {
        return new Title("Welcome", "", "");
    }

    @Override
    public List<Command> offers() {
        return step.isWaiting() ? WAITING : step == Step.DONE ? List.of(Command.ACCEPT) : ASKING;
    }

    @Override
    public boolean mayBeCovered() {
        return step.isWaiting() || step == Step.AGAIN;
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case ACCEPT -> accepted();
            case CANCEL -> back();
            default -> Next.stay(with(line.perform(call.command())));
        };
    }

    @Override
    public Next type(Key key) {
        return Next.stay(key.text().isEmpty() ? this : typed(key.text()));
    }

    @Override
    public Next paste(String text) {
        return Next.stay(typed(text.strip().replace('\n', ' ')));
    }

    private SetupScreen typed(String text) {
        return step.isWaiting() || step == Step.DONE ? this : with(line.insert(text));
    }

    private SetupScreen with(TypedLine other) {
        return new SetupScreen(step, other, answers, found, trouble, file);
    }

    private SetupScreen at(Step other, String typed) {
        return new SetupScreen(other, TypedLine.of(typed), answers, found, "", file);
    }

    private SetupScreen saying(String why) {
        return new SetupScreen(step, line, answers, found, why, file);
    }

    // Answers

    private Next accepted() {
        String text = step == Step.PASSWORD ? line.text() : line.text().strip();
        return switch (step) {
            case ADDRESS -> address(text);
            case INCOMING, OUTGOING, PASSWORD -> text.isEmpty() ? Next.stay(this) : answered(text);
            case NAME -> answered(text);
            case AGREEMENT ->
                    text.equalsIgnoreCase("yes")
                            ? answered("yes")
                            : Next.stay(
                                    with(TypedLine.EMPTY)
                                            .saying("Only the word yes agrees; Esc goes back."));
            case AGAIN -> begun();
            case DONE -> Next.close();
            case FINDING, TRYING -> Next.stay(this);
        };
    }

    private Next address(String text) {
        if (text.isEmpty()) {
            return Next.close(new Effect.LookAround());
        }
        Optional<Address> address = Address.parse(text);
        if (address.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            return Next.stay(saying("That is no mail address: one has a name, an @ and a domain."));
        }
        var next =
                new SetupScreen(
                        Step.FINDING,
                        TypedLine.EMPTY,
                        Map.of(Step.ADDRESS, text),
                        Found.NOTHING,
                        "",
                        "");
        return Next.stay(next, new Effect.FindServers(text));
    }

    private Next answered(String text) {
        var more = new EnumMap<Step, String>(Step.class);
        more.putAll(answers);
        more.put(step, text);
        return new SetupScreen(step, TypedLine.EMPTY, more, found, "", file).onwards();
    }

    /// To the first question that has no answer yet; behind the last everything is tried.
    private Next onwards() {
        Optional<Step> next =
                Stream.of(Step.values())
                        .filter(s -> isAsked(s) && !answers.containsKey(s))
                        .findFirst();
        return next.<Next>map(s -> Next.stay(at(s, ""))).orElseGet(this::begun);
    }

    private boolean isAsked(Step each) {
        return switch (each) {
            case ADDRESS, NAME, PASSWORD -> true;
            case INCOMING -> found.incoming().isEmpty();
            case OUTGOING -> found.outgoing().isEmpty();
            case AGREEMENT -> found.isOutside();
            case FINDING, TRYING, AGAIN, DONE -> false;
        };
    }

    private Next begun() {
        return Next.stay(at(Step.TRYING, ""), new Effect.AddAccount(account()));
    }

    private Effect.NewAccount account() {
        return new Effect.NewAccount(
                found.account(),
                answers.getOrDefault(Step.ADDRESS, ""),
                answers.getOrDefault(Step.NAME, ""),
                uris(
                        found.incoming(),
                        Step.INCOMING,
                        "imaps",
                        Map.of("143", "imap", "995", "pop3s", "110", "pop3")),
                uris(
                        found.outgoing(),
                        Step.OUTGOING,
                        "submissions",
                        Map.of("587", "submission", "25", "submission")),
                answers.getOrDefault(Step.PASSWORD, ""));
    }

    /// Where a host was typed, its port says what is spoken there.
    private List<String> uris(
            Optional<Msg.FoundServer> server,
            Step asked,
            String usual,
            Map<String, String> byPort) {
        if (server.isPresent()) {
            return server.get().uris();
        }
        String typed = answers.getOrDefault(asked, "");
        if (typed.contains(":/")) {
            return List.of(typed);
        }
        String port = typed.substring(typed.lastIndexOf(':') + 1);
        return List.of(byPort.getOrDefault(port, usual) + "://" + typed);
    }

    /// One question back; before the first one the user leaves.
    private Next back() {
        if (step == Step.ADDRESS) {
            return Next.close();
        }
        Step last =
                Stream.of(Step.values())
                        .filter(s -> s.compareTo(step) < 0 && answers.containsKey(s))
                        .reduce(Step.ADDRESS, (_, s) -> s);
        var fewer = new EnumMap<Step, String>(Step.class);
        answers.forEach((s, text) -> {
            if (s.compareTo(last) < 0) {
                fewer.put(s, text);
            }
        });
        boolean isSecret = last == Step.PASSWORD || last == Step.AGREEMENT;
        var before =
                new SetupScreen(
                        last,
                        TypedLine.of(isSecret ? "" : answers.getOrDefault(last, "")),
                        fewer,
                        last == Step.ADDRESS ? Found.NOTHING : found,
                        "",
                        "");
        return step.isWaiting() ? Next.stay(before, new Effect.CancelWork()) : Next.stay(before);
    }

    // News

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.ServersFound of
                    when step == Step.FINDING && of.address().equals(answers.get(Step.ADDRESS)) ->
                    found(of);
            case Msg.AccountAdded(_, String to) ->
                    Next.stay(new SetupScreen(Step.DONE, TypedLine.EMPTY, answers, found, "", to));
            case Msg.Pinned _ when step == Step.AGAIN ->
                    Next.stay(at(Step.TRYING, ""), new Effect.AddAccount(account()));
            case Msg.AccountRefused(Problem problem) when step == Step.TRYING ->
                    Next.stay(failed(problem));
            default -> Next.stay(this);
        };
    }

    private Next.Stay found(Msg.ServersFound of) {
        var with =
                new SetupScreen(
                        step,
                        line,
                        answers,
                        new Found(of.account(), of.incoming(), of.outgoing()),
                        "",
                        "");
        Next next = with.onwards();
        return next instanceof Next.Stay(SetupScreen screen, var effects)
                ? new Next.Stay(screen.saying(of.trouble()), effects)
                : Next.stay(with);
    }

    /// A password that was refused is asked for again.
    private SetupScreen failed(Problem problem) {
        if (!(problem instanceof Problem.BadCredentials)) {
            return at(Step.AGAIN, "").saying(problem.message());
        }
        var fewer = new EnumMap<Step, String>(answers);
        fewer.remove(Step.PASSWORD);
        return new SetupScreen(Step.PASSWORD, TypedLine.EMPTY, fewer, found, problem.message(), "");
    }

    // Drawing

    @Override
    public Frame view(Scene scene) {
        var form = Form.of(Math.min(scene.size().columns(), READABLE), LABEL);
        form.say(Role.HEADING, step == Step.DONE ? "All is set up." : "Welcome to Hazel.");
        known(form);
        Optional<Frame.Position> cursor = Optional.empty();
        if (!step.label.isEmpty()) {
            cursor =
                    Optional.of(form.ask(step.label, step == Step.PASSWORD ? line.masked() : line));
        }
        form.gap();
        if (!trouble.isEmpty()) {
            form.say(Role.WARNING, trouble);
        }
        for (String advice : SetupAdvice.on(step, found.account(), file)) {
            form.say(step.isWaiting() ? Role.PROMPT : Role.PLAIN, advice);
        }
        return new Frame(form.lines(), cursor);
    }

    private void known(Form form) {
        for (Step each : Step.values()) {
            Optional<Msg.FoundServer> server =
                    switch (each) {
                        case INCOMING -> found.incoming();
                        case OUTGOING -> found.outgoing();
                        default -> Optional.empty();
                    };
            if (server.isPresent()) {
                form.field(each.label, server.get().place() + ", " + server.get().source());
            } else if (answers.containsKey(each) && each != step) {
                String text = answers.getOrDefault(each, "");
                form.field(
                        each.label,
                        each == Step.PASSWORD ? "as typed" : text.isEmpty() ? "none" : text);
            }
        }
    }
}
