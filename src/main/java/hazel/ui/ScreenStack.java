package hazel.ui;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The open screens, one upon another, and how they share the area: overlays lie over the bottom
/// rows, and a screen may stand beside the one beneath it.
///
/// Belongs to [Program] and its one thread.
final class ScreenStack {

    /// Columns between two screens that stand side by side: a line and a space.
    static final int BETWEEN = 2;

    private Deque<Screen> screens = new ArrayDeque<>();
    private Size area = new Size(0, 0);
    private int version;

    boolean isEmpty() {
        return screens.isEmpty();
    }

    int size() {
        return screens.size();
    }

    Screen top() {
        return screens.element();
    }

    void push(Screen screen) {
        screens.push(screen);
        fit();
    }

    Screen pop() {
        Screen popped = screens.pop();
        fit();
        return popped;
    }

    void replaceTop(Screen screen) {
        screens.pop();
        push(screen);
    }

    void clear() {
        screens.clear();
    }

    /// Each screen by another, the top one first.
    void replaceAll(UnaryOperator<Screen> change) {
        var changed = new ArrayDeque<Screen>();
        boolean isAnyOther = false;
        for (Screen screen : screens) {
            Screen now = change.apply(screen);
            isAnyOther |= now != screen;
            changed.add(now);
        }
        if (isAnyOther) {
            screens = changed;
            fit();
        }
    }

    /// Another number whenever there may be something else to see.
    int version() {
        return version;
    }

    Size area() {
        return area;
    }

    void fit(Size newArea) {
        if (!newArea.equals(area)) {
            area = newArea;
            fit();
        }
    }

    private void fit() {
        version++;
        var fitted = new ArrayDeque<Screen>();
        int columns = area.columns();
        boolean isFirst = true;
        for (Iterator<Screen> each = screens.iterator(); each.hasNext(); ) {
            Screen screen = each.next();
            if (screen.overlayRows() > 0) {
                fitted.add(screen.sized(new Size(area.columns(), screen.overlayRows())));
                continue;
            }
            int beside = isFirst && each.hasNext() ? screen.besideColumns(area.columns()) : 0;
            fitted.add(screen.sized(new Size(beside > 0 ? beside : columns, area.rows())));
            columns = beside > 0 ? area.columns() - beside - BETWEEN : area.columns();
            isFirst = false;
        }
        screens = fitted;
    }

    /// Columns of the screen beneath that are to be seen on the left; 0 where there are none.
    int besideColumns() {
        List<Screen> whole = whole();
        int beside = whole.size() > 1 ? whole.getFirst().besideColumns(area.columns()) : 0;
        return beside > 0 ? area.columns() - beside - BETWEEN : 0;
    }

    /// The screen on the left, where there is one.
    Screen besideTop() {
        return whole().getLast();
    }

    private List<Screen> whole() {
        return screens.stream().filter(s -> s.overlayRows() == 0).limit(2).toList();
    }

    /// The topmost screen that is no overlay, where there is one.
    Screen beneath() {
        List<Screen> whole = whole();
        return whole.isEmpty() ? top() : whole.getFirst();
    }

    /// What the screens draw, the top one over the rest where it is an overlay.
    Chrome.Body draw(Function<Size, Scene> scenes) {
        Optional<Frame> over =
                Optional.of(top())
                        .filter(s -> s.overlayRows() > 0 && screens.size() > 1)
                        .map(s -> s.view(scenes.apply(new Size(area.columns(), s.overlayRows()))));
        return new Chrome.Body(drawBeneath(scenes), over);
    }

    private Frame drawBeneath(Function<Size, Scene> scenes) {
        int left = besideColumns();
        if (left == 0) {
            return beneath().view(scenes.apply(area));
        }
        int right = area.columns() - left - BETWEEN;
        Frame one = besideTop().view(scenes.apply(new Size(left, area.rows())));
        Frame other = beneath().view(scenes.apply(new Size(right, area.rows())));
        var lines = new ArrayList<Line>(area.rows());
        for (int row = 0; row < area.rows(); row++) {
            var before = new ArrayList<>(line(one, row).fitted(left).spans());
            before.add(new Span(Role.BORDER, "│ "));
            lines.add(line(other, row).after(before));
        }
        return new Frame(
                lines,
                other.cursor().map(p -> new Frame.Position(p.column() + left + BETWEEN, p.row())));
    }

    private static Line line(Frame frame, int row) {
        return row < frame.lines().size() ? frame.lines().get(row) : Line.EMPTY;
    }
}
