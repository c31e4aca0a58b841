package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.screen.parts.ListScreen;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.Prompt;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Effect.RelayAction;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Size;
import hazel.ui.Span;
import hazel.ui.Title;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/// What waits in the relay of this machine, whoever put it there and whichever process delivers.
///
/// The relay asks nobody here, so it is looked at again every other second while this is open.
///
/// @param listed what was told last
/// @param asked when it was asked for last
public record RelayScreen(Msg.RelayListed listed, ListWindow window, Instant asked)
        implements ListScreen {

    private static final Duration EVERY = Duration.ofSeconds(2);

    /// So many are read in no time, however often; more are looked at when a person asks.
    private static final int MOST_BY_ITSELF = 200;

    private static final int SENDER_COLUMNS = 20;
    private static final int RECIPIENT_COLUMNS = 24;

    /// To be opened with [Effect.ListRelay].
    public static RelayScreen loading() {
        var nothing = new Msg.RelayListed(false, List.of(), false);
        return new RelayScreen(nothing, ListWindow.EMPTY, Instant.MAX);
    }

    @Override
    public Context context() {
        return Context.OUTBOX;
    }

    /// Nothing has been told yet.
    private boolean isLoading() {
        return asked.equals(Instant.MAX);
    }

    @Override
    public Title title() {
        if (isLoading()) {
            return new Title("Relay", "", "");
        }
        int count = listed.queue().size();
        long held = listed.queue().stream().filter(Msg.Relayed::isHeld).count();
        return new Title(
                "Relay",
                listed.isRunning() ? "running" : "not running",
                (listed.isCut() ? "the oldest " : "")
                        + (count == 1 ? "1 message" : count + " messages")
                        + (held == 0 ? "" : ", " + held + " held"));
    }

    @Override
    public List<Command> offers() {
        if (listed.queue().isEmpty()) {
            return List.of(Command.BACK, Command.RELAY_LOG, Command.ROUTE, Command.SYNC);
        }
        boolean isHeld = selected().isHeld();
        return ListScreen.offering(
                List.of(
                        Command.BACK,
                        Command.SELECT,
                        Command.SEND_NOW,
                        isHeld ? Command.RELEASE : Command.HOLD,
                        Command.DISCARD,
                        Command.GIVE_UP,
                        Command.READDRESS,
                        Command.FLUSH,
                        Command.RELAY_LOG,
                        Command.ROUTE,
                        Command.SYNC),
                isHeld ? Command.HOLD : Command.RELEASE);
    }

    private Msg.Relayed selected() {
        return listed.queue().get(window.selected());
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case BACK -> Next.close();
            case RELAY_LOG -> Next.stay(this, new Effect.ShowRelayLog());
            case ROUTE ->
                    call.argument().isBlank()
                            ? Next.open(
                                    this,
                                    PromptScreen.asking("Where mail goes for: ", Command.ROUTE))
                            : Next.stay(this, new Effect.ShowRoute(call.argument().strip()));
            case SYNC -> Next.stay(this, new Effect.ListRelay());
            default -> listed.queue().isEmpty() ? Next.stay(this) : onMessage(call);
        };
    }

    private Next onMessage(Call call) {
        Msg.Relayed message = selected();
        return switch (call.command()) {
            case SELECT -> Next.stay(this, new Effect.ShowRelayed(message.queueId()));
            case SEND_NOW -> handle(message, RelayAction.SEND_NOW);
            case HOLD -> handle(message, RelayAction.HOLD);
            case RELEASE -> handle(message, RelayAction.RELEASE);
            case FLUSH -> Next.stay(this, new Effect.FlushRelay(), new Effect.ListRelay());
            case GIVE_UP ->
                    QuestionScreen.sure(
                            this,
                            call,
                            message.queueId(),
                            "Return this message to its sender as undelivered?",
                            handle(message, RelayAction.GIVE_UP));
            case READDRESS -> readdress(message, call.argument().strip());
            case DISCARD ->
                    QuestionScreen.sure(
                            this,
                            call,
                            message.queueId(),
                            "Throw this message away? Nobody will be told.",
                            handle(message, RelayAction.REMOVE));
            default -> moved(call.command());
        };
    }

    /// The old address is on the line already.
    private Next readdress(Msg.Relayed message, String typed) {
        String[] words = typed.split("\\s+", -1);
        if (words.length == 2) {
            return Next.stay(
                    this,
                    new Effect.Readdress(message.queueId(), words[0], words[1]),
                    new Effect.ListRelay());
        }
        String old = message.recipients().stream().map(RelayScreen::address).findFirst().orElse("");
        var prompt = Prompt.of("The address, and the one in its place: ", Command.READDRESS);
        return Next.open(this, PromptScreen.of(prompt, old + " "));
    }

    private Next handle(Msg.Relayed message, RelayAction action) {
        return Next.stay(
                this, new Effect.HandleRelayed(message.queueId(), action), new Effect.ListRelay());
    }

    @Override
    public int listRows(Size area) {
        return Explained.listRows(area);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.RelayListed now ->
                    Next.stay(new RelayScreen(now, follow(now), isLoading() ? Instant.MIN : asked));
            case Msg.Tick(var now)
                    when listed.queue().size() <= MOST_BY_ITSELF
                            && !isLoading()
                            && asked.isBefore(now.minus(EVERY)) ->
                    Next.stay(new RelayScreen(listed, window, now), new Effect.ListRelay());
            default -> Next.stay(this);
        };
    }

    /// The message under the cursor stays there while others come and go.
    private ListWindow follow(Msg.RelayListed now) {
        ListWindow other = window.withCount(now.queue().size());
        if (listed.queue().isEmpty()) {
            return other;
        }
        String id = selected().queueId();
        for (int i = 0; i < now.queue().size(); i++) {
            if (now.queue().get(i).queueId().equals(id)) {
                return other.select(i);
            }
        }
        return other;
    }

    @Override
    public Frame view(Scene scene) {
        if (listed.queue().isEmpty()) {
            return ListWindow.nothing(isLoading() ? "…" : "Nothing waits in the relay.");
        }
        return Explained.frame(
                window,
                scene.size(),
                i -> row(listed.queue().get(i), scene.zoneId()),
                words(selected()));
    }

    private static Line row(Msg.Relayed message, ZoneId zone) {
        String since = DraftsScreen.WHEN.format(message.since().atZone(zone));
        String who = message.recipients().stream().map(RelayScreen::address).findFirst().orElse("");
        int others = message.recipients().size() - 1;
        String more = others > 0 ? " +" + others : "";
        return Line.of(
                new Span(Role.DATE, Columns.fit(since, 13)),
                new Span(Role.FROM, Columns.fit(sender(message), SENDER_COLUMNS)),
                new Span(Role.PLAIN, "  "),
                new Span(
                        Role.SUBJECT,
                        Columns.fit(Harmless.line(who), RECIPIENT_COLUMNS - Columns.width(more))
                                + more),
                new Span(
                        message.isHeld() ? Role.ERROR : Role.PLAIN,
                        "  " + Harmless.line(message.state())));
    }

    private static String sender(Msg.Relayed message) {
        return message.reversePath().isEmpty() ? "<>" : Harmless.line(message.reversePath());
    }

    private static String address(String recipient) {
        int end = recipient.indexOf(' ');
        return end < 0 ? recipient : recipient.substring(0, end);
    }

    private static String words(Msg.Relayed message) {
        return message.queueId()
                + ", "
                + Harmless.line(message.state())
                + message.recipients().stream()
                        .map(Harmless::line)
                        .collect(Collectors.joining("; ", ". ", ""));
    }

    @Override
    public RelayScreen with(ListWindow other) {
        return new RelayScreen(listed, other, asked);
    }
}
