package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.screen.parts.ListScreen;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.QuestionScreen;
import hazel.screen.parts.TextScreen;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Effect.QueueAction;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Size;
import hazel.ui.Span;
import hazel.ui.Title;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// What waits to be sent, and why.
public record OutboxScreen(List<Msg.QueuedMessage> messages, ListWindow window)
        implements ListScreen {

    /// To be opened with [Effect.ListOutbox].
    public static OutboxScreen loading() {
        return new OutboxScreen(List.of(), ListWindow.EMPTY);
    }

    @Override
    public Context context() {
        return Context.OUTBOX;
    }

    @Override
    public Title title() {
        long failed = messages.stream().filter(m -> m.state().equals("failed")).count();
        return new Title(
                "Outbox",
                failed == 0 ? "" : failed + " failed",
                messages.size() == 1 ? "1 message" : messages.size() + " messages");
    }

    @Override
    public List<Command> offers() {
        if (messages.isEmpty()) {
            return List.of(Command.BACK, Command.SYNC, Command.RELAY);
        }
        boolean isHeld = messages.get(window.selected()).state().equals("held");
        return ListScreen.offering(
                List.of(
                        Command.BACK,
                        Command.SEND_NOW,
                        Command.EDIT,
                        isHeld ? Command.RELEASE : Command.HOLD,
                        Command.DISCARD,
                        Command.SELECT,
                        Command.SYNC,
                        Command.RELAY),
                isHeld ? Command.HOLD : Command.RELEASE);
    }

    @Override
    public Next perform(Call call) {
        if (call.command() == Command.BACK) {
            return Next.close();
        }
        if (call.command() == Command.RELAY) {
            return Next.open(this, RelayScreen.loading(), new Effect.ListRelay());
        }
        if (call.command() == Command.SYNC || messages.isEmpty()) {
            return Next.stay(this, new Effect.ListOutbox());
        }
        Msg.QueuedMessage message = messages.get(window.selected());
        return switch (call.command()) {
            case SEND_NOW -> sendNow(message, call);
            case HOLD -> handle(message, QueueAction.HOLD);
            case RELEASE -> handle(message, QueueAction.RELEASE);
            case EDIT -> handle(message, QueueAction.EDIT);
            case SELECT -> Next.open(this, details(message));
            case DISCARD ->
                    QuestionScreen.sure(
                            this,
                            call,
                            message.queueId(),
                            "Throw this message away unsent?",
                            handle(message, QueueAction.DISCARD));
            default -> moved(call.command());
        };
    }

    /// A message of which nobody knows whether it went is sent again only after a question.
    private Next sendNow(Msg.QueuedMessage message, Call call) {
        Next sent = handle(message, QueueAction.SEND_NOW);
        return message.state().equals("uncertain")
                ? QuestionScreen.sure(
                        this,
                        call,
                        message.queueId(),
                        "It may have been sent already. Send it again?",
                        sent)
                : sent;
    }

    @Override
    public int listRows(Size area) {
        return Explained.listRows(area);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.OutboxListed(var now) ->
                    Next.stay(new OutboxScreen(List.copyOf(now), window.withCount(now.size())));
            case Msg.Queued _ -> Next.stay(this, new Effect.ListOutbox());
            default -> Next.stay(this);
        };
    }

    @Override
    public Frame view(Scene scene) {
        if (messages.isEmpty()) {
            return ListWindow.nothing("Nothing waits to be sent.");
        }
        return Explained.frame(
                window,
                scene.size(),
                i -> row(messages.get(i), scene.zoneId()),
                why(messages.get(window.selected()), scene.zoneId()));
    }

    private static Line row(Msg.QueuedMessage message, ZoneId zone) {
        Role role = isForAPerson(message) ? Role.ERROR : Role.PLAIN;
        return Line.of(
                new Span(Role.DATE, Columns.fit(time(message.queued(), zone), 13)),
                new Span(role, Columns.fit(message.state(), 10)),
                new Span(Role.FROM, Columns.fit(Harmless.line(message.recipients()), 24)),
                new Span(Role.SUBJECT, "  " + Harmless.line(message.subject())));
    }

    private static boolean isForAPerson(Msg.QueuedMessage message) {
        return message.state().equals("failed") || message.state().equals("uncertain");
    }

    /// What holds the message up, and what comes next.
    private static String why(Msg.QueuedMessage message, ZoneId zone) {
        List<String> answers = message.answers().stream().map(Harmless::line).toList();
        String answer = answers.isEmpty() ? "" : ": " + String.join("; ", answers);
        return switch (message.state()) {
            case "waiting" -> "goes out " + time(message.nextTry(), zone) + answer;
            case "sending" -> "is being sent";
            case "held" -> "stays here until it is released" + answer;
            case "uncertain" -> "may have been sent, nobody knows" + answer;
            default -> "was refused for good; edit it, send it again, or throw it away" + answer;
        };
    }

    private static String time(java.time.Instant when, ZoneId zone) {
        return DraftsScreen.WHEN.format(when.atZone(zone));
    }

    private static TextScreen details(Msg.QueuedMessage message) {
        var lines =
                new ArrayList<>(
                        List.of(
                                "To:       " + message.recipients(),
                                "Subject:  " + message.subject(),
                                "State:    " + message.state(),
                                ""));
        lines.addAll(message.answers());
        return TextScreen.of("Outbox: " + message.subject(), lines);
    }

    private Next handle(Msg.QueuedMessage message, QueueAction action) {
        return Next.stay(
                this, new Effect.HandleQueued(message.queueId(), action), new Effect.ListOutbox());
    }

    @Override
    public OutboxScreen with(ListWindow other) {
        return new OutboxScreen(messages, other);
    }
}
