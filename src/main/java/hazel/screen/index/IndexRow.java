package hazel.screen.index;

import hazel.index.Snapshot;
import hazel.index.View;
import hazel.store.Flag;
import hazel.store.FoundUid;
import hazel.store.MailboxRef;
import hazel.store.Searches;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Span;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Draws one row of the index: mark and flags, number, date, correspondent, size, tree and subject.
///
/// @param isOutgoing whether the correspondent is the recipient
/// @param number columns of the number, 0 for none; and so on
/// @param place columns of the mailbox that each message is in, where they are of several
/// @param areInboxes whether these are inboxes all, so that their accounts tell them apart
record IndexRow(
        Scene scene,
        boolean isOutgoing,
        int number,
        int date,
        int from,
        int size,
        int place,
        boolean areInboxes) {

    /// Of our own: a formatter of dates takes a start milliseconds to make.
    private static final List<String> MONTHS =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");

    /// What fits the width: a phone's 40 columns or a wall's 400.
    static IndexRow fitting(Scene scene, MailboxRef mailbox, int count) {
        int columns = scene.size().columns();
        int number = columns < 72 ? 0 : Math.max(3, String.valueOf(count).length());
        int date = columns < 60 ? 6 : columns < 100 ? 8 : 11;
        int from = columns < 60 ? 12 : columns < 100 ? 18 : Math.min(34, columns / 5);
        int size = columns < 90 ? 0 : 5;
        int place = !Searches.isOne(mailbox) || columns < 72 ? 0 : columns < 100 ? 8 : 12;
        return new IndexRow(
                scene,
                isOutgoing(mailbox),
                number,
                date,
                from,
                size,
                place,
                mailbox.equals(Searches.ALL_INBOXES));
    }

    private static boolean isOutgoing(MailboxRef mailbox) {
        String leaf = mailbox.name().leaf().toLowerCase(Locale.ROOT);
        return Set.of("sent", "sent-mail", "sent items", "sent messages", "drafts", "outbox")
                .contains(leaf);
    }

    /// @param isSelected whether the cursor is on it
    Line line(View view, int position, boolean isTagged, boolean isSelected) {
        Snapshot snapshot = view.snapshot();
        int row = view.row(position);
        boolean isDeleted = snapshot.has(row, Flag.DELETED);
        boolean isUnseen = !snapshot.has(row, Flag.SEEN);
        var spans = new ArrayList<Span>();
        spans.add(
                new Span(
                        isTagged ? Role.TAGGED : Role.FLAGGED,
                        flags(view, row, isTagged, isSelected)));
        if (number > 0) {
            spans.add(
                    new Span(
                            Role.DIM,
                            Columns.fitRight(String.valueOf(position + 1), number) + " "));
        }
        spans.add(new Span(Role.DATE, Columns.fitRight(date(snapshot.date(row)), date) + "  "));
        spans.add(
                new Span(
                        isUnseen ? Role.UNSEEN : Role.FROM,
                        Columns.fit(correspondent(snapshot, row), from) + "  "));
        if (place > 0) {
            MailboxRef own = FoundUid.own(view.uid(position)).mailbox();
            String name = areInboxes ? own.account() : own.name().leaf();
            spans.add(new Span(Role.DIM, Columns.fit(Harmless.line(name), place) + "  "));
        }
        if (size > 0) {
            spans.add(new Span(Role.SIZE, Columns.fitRight(size(snapshot.size(row)), size) + "  "));
        }
        subject(view, position, spans);
        return fitted(spans, isSelected, isDeleted);
    }

    private static String flags(View view, int row, boolean isTagged, boolean isSelected) {
        Snapshot s = view.snapshot();
        String state =
                s.has(row, Flag.DELETED)
                        ? "D"
                        : !s.has(row, Flag.SEEN)
                                ? "N"
                                : s.has(row, Flag.ANSWERED)
                                        ? "r"
                                        : s.has(row, Flag.FORWARDED) ? "F" : " ";
        return (isSelected ? ">" : " ")
                + state
                + (isTagged ? "*" : " ")
                + (s.has(row, Flag.FLAGGED) ? "!" : " ")
                + (s.hasAttachment(row) ? "@" : " ")
                + " ";
    }

    private void subject(View view, int position, List<Span> spans) {
        int row = view.row(position);
        String tree = branch(view.tree(position));
        if (!tree.isEmpty()) {
            spans.add(new Span(Role.TREE, tree));
        }
        if (view.isFolded(position)) {
            int unseen = view.unseenInThread(position);
            String count =
                    "["
                            + view.threadSize(position)
                            + (unseen > 0 ? ", " + unseen + " new" : "")
                            + "] ";
            spans.add(new Span(unseen > 0 ? Role.UNSEEN : Role.TREE, count));
        }
        String subject = Harmless.line(view.snapshot().subject(row));
        Role role =
                view.subjectRepeats(position)
                        ? Role.DIM
                        : view.snapshot().has(row, Flag.SEEN) ? Role.SUBJECT : Role.UNSEEN;
        spans.add(new Span(role, subject.isEmpty() ? "(no subject)" : subject));
        String keywords = String.join(" ", new java.util.TreeSet<>(view.snapshot().keywords(row)));
        if (scene.size().columns() >= 110 && !keywords.isEmpty()) {
            spans.add(new Span(Role.TAGGED, "  " + Harmless.line(keywords)));
        }
    }

    /// Of a tree deeper than there is room for, the end, where the branch is.
    private String branch(String tree) {
        int columns = scene.size().columns();
        int most = columns < 60 ? 4 : columns / 4;
        return tree.length() <= most ? tree : tree.substring(tree.length() - most);
    }

    /// Exactly as wide as the screen. A selected row is of one role, so that it reads as one bar.
    private Line fitted(List<Span> spans, boolean isSelected, boolean isDeleted) {
        int columns = scene.size().columns();
        if (isSelected) {
            String text = String.join("", spans.stream().map(Span::text).toList());
            return Line.of(Role.SELECTED, Columns.fit(text, columns));
        }
        var fitted = new ArrayList<Span>();
        int left = columns;
        for (Span span : spans) {
            String text = Columns.cut(span.text(), left);
            fitted.add(new Span(isDeleted ? Role.DELETED : span.role(), text));
            left -= Columns.width(text);
            if (left <= 0) {
                break;
            }
        }
        return new Line(fitted, Role.PLAIN);
    }

    private String correspondent(Snapshot snapshot, int row) {
        String name = isOutgoing ? snapshot.toName(row) : snapshot.from(row);
        return (isOutgoing ? "To " : "") + Harmless.line(name);
    }

    /// A time today, a day this year, and a month or a day with its year before.
    private String date(long epochSecond) {
        LocalDateTime then = scene.local(Instant.ofEpochSecond(epochSecond));
        LocalDateTime now = scene.local(scene.now());
        if (then.toLocalDate().equals(now.toLocalDate())) {
            return twoDigits(then.getHour()) + ":" + twoDigits(then.getMinute());
        }
        String month = MONTHS.get(then.getMonthValue() - 1);
        String day = then.getDayOfMonth() + " " + month;
        int year = then.getYear();
        if (year == now.getYear()) {
            return day;
        }
        return date < 8
                ? month + "'" + twoDigits(Math.floorMod(year, 100))
                : (date < 11 ? month : day) + " " + year;
    }

    private static String twoDigits(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private static String size(long octets) {
        if (octets < 1000) {
            return String.valueOf(octets);
        }
        double scaled = octets / 1000.0;
        String unit = "K";
        if (scaled >= 999.5) {
            scaled /= 1000;
            unit = "M";
        }
        return scaled < 9.95
                ? String.format(Locale.ROOT, "%.1f%s", scaled, unit)
                : String.format(Locale.ROOT, "%.0f%s", scaled, unit);
    }
}
