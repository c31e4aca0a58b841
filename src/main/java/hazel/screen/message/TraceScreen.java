package hazel.screen.message;

import hazel.screen.parts.PagedScreen;
import hazel.screen.parts.Pager;
import hazel.store.MessageRef;
import hazel.trust.Trace;
import hazel.trust.TraceText;
import hazel.ui.Effect;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.List;
import java.util.Optional;

/// The way a message came, and which of its claims can be believed.
///
/// @param trace empty until it has come
record TraceScreen(
        MessageRef message, Msg.LoadedMessage content, Optional<Trace> trace, Pager pager)
        implements PagedScreen {

    static Next open(MessageScreen from, Msg.LoadedMessage content) {
        var screen =
                new TraceScreen(from.message(), content, Optional.empty(), Pager.of(List.of()));
        return Next.open(from, screen, new Effect.TraceMessage(from.message(), content.header()));
    }

    @Override
    public Title title() {
        return new Title("The way the message came", "", pager.progress());
    }

    @Override
    public Screen sized(Size area) {
        return laidOut(trace, area);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.Traced(var of, var come) when of.equals(message) ->
                    Next.stay(laidOut(Optional.of(come), pager.room()));
            default -> Next.stay(this);
        };
    }

    private TraceScreen laidOut(Optional<Trace> of, Size area) {
        List<Line> lines =
                of.stream()
                        .flatMap(t -> TraceText.rows(t, area.columns()).stream())
                        .map(TraceScreen::line)
                        .toList();
        return new TraceScreen(message, content, of, pager.with(lines, area));
    }

    private static Line line(TraceText.Row row) {
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
        return new TraceScreen(message, content, trace, other);
    }
}
