package hazel.screen.index;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.MailboxNames;
import hazel.store.Flag;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Searches;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;
import hazel.ui.Size;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The messages of one mailbox, and beside them, where there is room, the mailboxes. Holds a view
/// that the mailbox's worker made and a window on it, and never walks the whole for a key. What its
/// commands do is in [IndexCommands].
///
/// @param loading what is known of the mailbox
/// @param search what was searched last
/// @param places where the user was in the mailboxes left before
/// @param columns of the area, the side bar's among them
public record IndexScreen(
        ScreenFactory screens,
        MailboxRef mailbox,
        View view,
        Loading loading,
        Arrangement arrangement,
        ListWindow window,
        Tags tags,
        String search,
        SideBar bar,
        Map<MailboxRef, Place> places,
        int columns)
        implements Screen {

    /// How far reading the mailbox has come.
    public enum Loading {
        OPENING,
        /// More is still being read, and the user has not moved yet.
        PARTIAL,
        OPEN,
        READ_ONLY
    }

    /// What is kept of a mailbox that was left.
    public record Place(Uid selected, Arrangement arrangement) {}

    public IndexScreen {
        places = Map.copyOf(places);
    }

    /// A mailbox that [Effect.OpenMailbox] is asked for.
    public static IndexScreen opening(ScreenFactory screens, MailboxRef mailbox) {
        return new IndexScreen(
                screens,
                mailbox,
                View.EMPTY,
                Loading.OPENING,
                Arrangement.first(Sort.first(mailbox)),
                ListWindow.EMPTY,
                Tags.NONE,
                "",
                SideBar.UNKNOWN,
                Map.of(),
                0);
    }

    // Copies with one thing changed

    IndexScreen with(ListWindow newWindow) {
        Loading state = loading == Loading.PARTIAL ? Loading.OPEN : loading;
        return copy(view, state, arrangement, newWindow);
    }

    IndexScreen with(Arrangement newArrangement) {
        return copy(view, loading, newArrangement, window);
    }

    private IndexScreen copy(View v, Loading l, Arrangement a, ListWindow w) {
        return new IndexScreen(screens, mailbox, v, l, a, w, tags, search, bar, places, columns);
    }

    IndexScreen with(Tags newTags) {
        return noted(newTags, search, bar);
    }

    IndexScreen searching(String query) {
        return noted(tags, query, bar);
    }

    IndexScreen with(SideBar newBar) {
        return noted(tags, search, newBar);
    }

    private IndexScreen noted(Tags t, String s, SideBar b) {
        return new IndexScreen(
                screens, mailbox, view, loading, arrangement, window, t, s, b, places, columns);
    }

    /// Another mailbox in the place of this one, which is remembered.
    IndexScreen goingTo(MailboxRef other) {
        var remembered = new HashMap<>(places);
        if (!view.snapshot().equals(View.EMPTY.snapshot()) && !window.isEmpty()) {
            remembered.put(mailbox, new Place(selectedUid(), arrangement.kept()));
        }
        return new IndexScreen(
                screens,
                other,
                View.EMPTY,
                Loading.OPENING,
                Arrangement.first(Sort.first(other)),
                ListWindow.EMPTY.withRows(window.rows()),
                Tags.NONE,
                search,
                bar.opened(),
                remembered,
                columns);
    }

    List<String> accounts() {
        return bar.names();
    }

    // What is selected

    boolean isEmpty() {
        return window.isEmpty();
    }

    Uid uid(int position) {
        return view.snapshot().uid(view.row(position));
    }

    /// Only where there is one.
    Uid selectedUid() {
        return uid(window.selected());
    }

    MessageRef selectedMessage() {
        return new MessageRef(mailbox, selectedUid());
    }

    boolean selectedHas(Flag flag) {
        return view.snapshot().has(view.row(window.selected()), flag);
    }

    // Screen

    @Override
    public Context context() {
        return Context.INDEX;
    }

    @Override
    public Title title() {
        Snapshot snapshot = view.snapshot();
        String place = MailboxNames.place(mailbox);
        if (loading == Loading.READ_ONLY) {
            place += " (read only)";
        }
        if (!arrangement.limit().isEmpty()) {
            place += "  limit: " + arrangement.limit();
        }
        if (!arrangement.sort().equals(Sort.DEFAULT)) {
            place += "  by " + arrangement.sort().spoken();
        }
        int unseen = snapshot.unseenCount();
        var news = new ArrayList<String>();
        if (unseen > 0) {
            news.add(grouped(unseen) + " new");
        }
        if (!tags.uids().isEmpty()) {
            news.add(
                    grouped(tags.uids().size())
                            + (tags.isNext() ? " tagged: next command" : " tagged"));
        }
        String amount =
                arrangement.limit().isEmpty()
                        ? grouped(snapshot.count())
                        : grouped(view.size()) + " of " + grouped(snapshot.count());
        return new Title(place, String.join(" · ", news), amount);
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    @Override
    public List<Command> offers() {
        return IndexCommands.offers(this);
    }

    @Override
    public Next perform(Call call) {
        return IndexCommands.perform(this, call);
    }

    @Override
    public Next type(Key key) {
        return Next.stay(this);
    }

    /// Selects; on the selected row, opens. In the side bar, goes to the mailbox.
    @Override
    public Next click(int column, int row) {
        if (column < bar.columns(columns)) {
            return bar.at(row, mailbox, window.rows())
                    .map(to -> perform(new Call(Command.GO_TO, to.toString())))
                    .orElseGet(() -> Next.stay(this));
        }
        int position = window.top() + row;
        if (position >= window.end()) {
            return Next.stay(this);
        }
        return position == window.selected()
                ? perform(Call.of(Command.READ))
                : Next.stay(with(window.select(position)));
    }

    @Override
    public Next scroll(int lines) {
        return Next.stay(with(window.scroll(lines)));
    }

    @Override
    public Screen sized(Size area) {
        return new IndexScreen(
                screens,
                mailbox,
                view,
                loading,
                arrangement,
                window.withRows(area.rows()),
                tags,
                search,
                bar,
                places,
                area.columns());
    }

    /// A mailbox of its own keeps being looked at; what was found is found again.
    @Override
    public List<Effect> leaving() {
        return Searches.isOne(mailbox) ? List.of(new Effect.CloseMailbox(mailbox)) : List.of();
    }

    // News

    @Override
    public Next.Stay hear(Msg.News news) {
        Next.Stay heard = heard(news);
        IndexScreen next = (IndexScreen) heard.screen();
        boolean isStale = news instanceof Msg.NewMail || !bar.isAsked();
        if (!bar.isShown(columns) || next.loading == Loading.OPENING || !isStale) {
            return heard;
        }
        // For the side bar; not before there is something to read.
        var effects = new ArrayList<>(heard.effects());
        effects.add(new Effect.ListMailboxes());
        return new Next.Stay(next.with(next.bar.asked()), effects);
    }

    private Next.Stay heard(Msg.News news) {
        return switch (news) {
            case Msg.MailboxOpened(var of, View now, boolean isReadOnly, boolean isComplete)
                    when of.equals(mailbox) ->
                    opened(now, isReadOnly, isComplete);
            case Msg.ViewChanged(var of, View now) when of.equals(mailbox) ->
                    Next.stay(showing(now));
            case Msg.MessageLoaded(MessageRef message, _) when message.mailbox().equals(mailbox) ->
                    Next.stay(selecting(message.uid()));
            case Msg.Found(var of, int position) when of.equals(mailbox) ->
                    position < 0
                            ? Next.stay(this, new Effect.Notify("nothing found: " + search))
                            : Next.stay(with(window.select(position)));
            case Msg.Matched(var of, String purpose, var uids) when of.equals(mailbox) ->
                    uids.isEmpty()
                            ? Next.stay(this, new Effect.Notify("nothing fits"))
                            : IndexChanges.matched(this, purpose, uids);
            case Msg.MailboxesListed(var listed) -> Next.stay(with(bar.listed(listed)));
            case Msg.Failed(Effect.Arrange wanted, _) when wanted.mailbox().equals(mailbox) ->
                    Next.stay(with(arrangement.undone()));
            default -> Next.stay(this);
        };
    }

    private Next.Stay opened(View now, boolean isReadOnly, boolean isComplete) {
        boolean isUntouched = loading == Loading.OPENING || loading == Loading.PARTIAL;
        Loading state =
                isReadOnly ? Loading.READ_ONLY : isComplete ? Loading.OPEN : Loading.PARTIAL;
        if (!isUntouched) {
            return Next.stay(showing(now));
        }
        Place place = places.get(mailbox);
        int first = now.sort().isReversed() ? 0 : now.firstUnseen();
        int position = place == null ? first : now.position(place.selected());
        int start = position >= 0 ? position : now.size() - 1;
        IndexScreen shown =
                copy(
                        now,
                        state,
                        place == null ? Arrangement.first(now.sort()) : place.arrangement(),
                        window.withCount(now.size()).select(start));
        boolean isArranged = place == null || place.arrangement().isFirst(now.sort());
        return isArranged || !isComplete ? Next.stay(shown) : Next.stay(shown, shown.arrange());
    }

    Effect.Arrange arrange() {
        return new Effect.Arrange(
                mailbox,
                arrangement.sort(),
                arrangement.limit(),
                arrangement.folded(),
                tags.uids());
    }

    /// The same message stays selected and stays where it is on the screen; where it is gone, the
    /// next one after it that is still there.
    private IndexScreen showing(View now) {
        int position = window.isEmpty() ? now.firstUnseen() : now.position(selectedUid());
        int last = Math.min(view.size(), window.selected() + 1000);
        for (int i = window.selected() + 1; position < 0 && i < last; i++) {
            position = now.position(uid(i));
        }
        int row = position < 0 ? Math.min(window.selected(), now.size() - 1) : position;
        Arrangement same = arrangement.following(now.snapshot());
        return with(tags.in(now.snapshot())).copy(now, loading, same, window.over(now.size(), row));
    }

    private IndexScreen selecting(Uid uid) {
        int position = view.position(uid);
        return position < 0 ? this : with(window.select(position));
    }

    @Override
    public Frame view(Scene scene) {
        int beside = bar.columns(scene.size().columns());
        List<Line> rows = rows(scene.narrower(beside));
        if (beside == 0) {
            return Frame.of(rows);
        }
        int height = scene.size().rows();
        int unseen = view.snapshot().unseenCount();
        List<List<Span>> before = bar.spans(beside, height, mailbox, unseen);
        var lines = new ArrayList<Line>(height);
        for (int i = 0; i < height; i++) {
            lines.add((i < rows.size() ? rows.get(i) : Line.EMPTY).after(before.get(i)));
        }
        return Frame.of(lines);
    }

    private List<Line> rows(Scene scene) {
        if (window.isEmpty()) {
            return List.of(Line.EMPTY, Line.of(Role.DIM, "   " + whyEmpty()));
        }
        IndexRow row = IndexRow.fitting(scene, mailbox, view.size());
        RowSet tagged = tags.uids().in(view.snapshot());
        var lines = new ArrayList<Line>(window.rows());
        for (int i = window.top(); i < window.end(); i++) {
            lines.add(row.line(view, i, tagged.has(view.row(i)), i == window.selected()));
        }
        return lines;
    }

    private String whyEmpty() {
        if (loading == Loading.OPENING) {
            return "Opening " + mailbox + " …";
        }
        boolean isTyped = Searches.subject(mailbox.name()) instanceof Searches.Typed;
        return arrangement.limit().isEmpty()
                ? isTyped ? "Nothing found." : "No messages here."
                : "Nothing here fits \"" + arrangement.limit() + "\". An empty limit shows all.";
    }
}
