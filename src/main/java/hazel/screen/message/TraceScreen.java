package hazel.screen.message;

import hazel.command.Call;
import hazel.command.Command;
import hazel.screen.parts.PagedScreen;
import hazel.screen.parts.Pager;
import hazel.store.MessageRef;
import hazel.trust.Row;
import hazel.trust.Trace;
import hazel.trust.TraceText;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.ui.Span;
import hazel.ui.Title;
import hazel.verify.Verification;
import hazel.verify.VerificationText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way a message came, and which of its claims can be believed; where the user wants it, what
/// the DNS says of the message before that.
///
/// @param trace empty until it has come
/// @param verification empty where it was not asked for, or has not come
record TraceScreen(
        MessageRef message,
        Msg.LoadedMessage content,
        Optional<Trace> trace,
        Optional<Verification> verification,
        Pager pager)
        implements PagedScreen {

    /// @param command by which it is opened: trace, or verify too
    static Next open(MessageScreen from, Msg.LoadedMessage content, Command command) {
        var screen =
                new TraceScreen(
                        from.message(),
                        content,
                        Optional.empty(),
                        Optional.empty(),
                        Pager.of(List.of()));
        var traced = new Effect.TraceMessage(from.message(), content.header());
        return command == Command.VERIFY
                ? Next.open(from, screen, traced, screen.verify())
                : Next.open(from, screen, traced);
    }

    private Effect verify() {
        return new Effect.VerifyMessage(message, content);
    }

    @Override
    public Title title() {
        String what =
                verification.isPresent()
                        ? "Who sent the message, and the way it came"
                        : "The way the message came";
        return new Title(what, "", pager.progress());
    }

    @Override
    public List<Command> offers() {
        var offers = new ArrayList<>(PagedScreen.super.offers());
        offers.addAll(1, List.of(Command.VERIFY, Command.REPORT_ABUSE));
        return offers;
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case VERIFY -> Next.stay(this, verify());
            case REPORT_ABUSE ->
                    Next.stay(this, new Effect.Compose(new ComposeRequest.Abuse(message)));
            default -> PagedScreen.super.perform(call);
        };
    }

    @Override
    public Screen sized(Size area) {
        return laidOut(trace, verification, area);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.Traced(var of, var come) when of.equals(message) ->
                    Next.stay(laidOut(Optional.of(come), verification, pager.room()));
            case Msg.Verified(var of, var come) when of.equals(message) -> {
                TraceScreen told = laidOut(trace, Optional.of(come), pager.room());
                yield Next.stay(told.with(told.pager.at(0)));
            }
            default -> Next.stay(this);
        };
    }

    private TraceScreen laidOut(Optional<Trace> way, Optional<Verification> checked, Size area) {
        int columns = area.columns();
        var rows = new ArrayList<Row>();
        checked.ifPresent(v -> {
            rows.addAll(VerificationText.rows(v, columns));
            rows.add(new Row(Row.Kind.PLAIN, ""));
        });
        way.ifPresent(t -> rows.addAll(TraceText.rows(t, columns)));
        List<Line> lines = rows.stream().map(TraceScreen::line).toList();
        return new TraceScreen(message, content, way, checked, pager.with(lines, area));
    }

    private static Line line(Row row) {
        Role role =
                switch (row.kind()) {
                    case HEADING -> Role.HEADING;
                    case PLAIN -> Role.PLAIN;
                    case CLAIMED -> Role.DIM;
                    case REMARK -> Role.FLAGGED;
                    case WARNING -> Role.WARNING;
                };
        String text = row.text().stripLeading();
        String indent = " ".repeat(row.text().length() - text.length());
        return Line.of(new Span(Role.PLAIN, indent), new Span(role, text));
    }

    @Override
    public TraceScreen with(Pager other) {
        return new TraceScreen(message, content, trace, verification, other);
    }
}
