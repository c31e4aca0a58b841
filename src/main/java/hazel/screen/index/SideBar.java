package hazel.screen.index;

import hazel.command.Command;
import hazel.screen.parts.MailboxRow;
import hazel.store.MailboxRef;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Msg.AccountMailboxes;
import hazel.ui.Role;
import hazel.ui.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The mailboxes beside an index, with what is unread in each.
///
/// @param wish what the user asked for
/// @param accounts as last listed
/// @param isAsked whether a list was asked for
/// @param cursor the mailbox the user went to in the bar, where it is not the one that is open
public record SideBar(
        Wish wish, List<AccountMailboxes> accounts, boolean isAsked, Optional<MailboxRef> cursor) {

    /// Whether the bar is to be seen.
    public enum Wish {
        WHERE_WIDE,
        ALWAYS,
        NEVER
    }

    /// A row of the bar: an account's name, or a mailbox.
    private record Row(Optional<MailboxRef> mailbox, String name, int level, long unseen) {}

    public static final SideBar UNKNOWN =
            new SideBar(Wish.WHERE_WIDE, List.of(), false, Optional.empty());

    private static final int WIDE = 110;
    private static final int LEAST = 60;

    public SideBar {
        accounts = List.copyOf(accounts);
    }

    boolean isShown(int columns) {
        return switch (wish) {
            case WHERE_WIDE -> columns >= WIDE;
            case ALWAYS -> columns >= LEAST;
            case NEVER -> false;
        };
    }

    /// Columns of the bar with the line that divides it from the index; 0 where it is not shown.
    int columns(int all) {
        return isShown(all) ? Math.clamp(all / 6, 18, 34) : 0;
    }

    SideBar toggled(int columns) {
        Wish next = isShown(columns) ? Wish.NEVER : Wish.ALWAYS;
        return new SideBar(next, accounts, isAsked, cursor);
    }

    SideBar listed(List<AccountMailboxes> now) {
        return new SideBar(wish, now, true, cursor);
    }

    SideBar asked() {
        return new SideBar(wish, accounts, true, cursor);
    }

    SideBar opened() {
        return new SideBar(wish, accounts, isAsked, Optional.empty());
    }

    List<String> names() {
        return accounts.stream().map(AccountMailboxes::account).toList();
    }

    /// The next or the previous mailbox that can be opened.
    SideBar move(Command command, MailboxRef here) {
        List<MailboxRef> all = rows().stream().map(Row::mailbox).flatMap(Optional::stream).toList();
        int step = command == Command.SIDEBAR_NEXT ? 1 : -1;
        int at = all.indexOf(cursor.orElse(here)) + step;
        if (at < 0 || at >= all.size()) {
            return this;
        }
        return new SideBar(wish, accounts, isAsked, Optional.of(all.get(at)));
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (AccountMailboxes account : accounts) {
            int level = account.account().isEmpty() ? 0 : 1;
            if (level > 0) {
                rows.add(new Row(Optional.empty(), account.account(), 0, 0));
            }
            for (MailboxRow row : MailboxRow.of(account)) {
                Optional<MailboxRef> mailbox =
                        Optional.of(row.mailbox()).filter(_ -> row.info().isSelectable());
                rows.add(new Row(mailbox, row.name(), level + row.level(), row.info().unseen()));
            }
        }
        return rows;
    }

    private int top(List<Row> rows, MailboxRef here, int height) {
        int at = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).mailbox().equals(Optional.of(cursor.orElse(here)))) {
                at = i;
            }
        }
        return Math.clamp(at - height / 2L, 0, Math.max(0, rows.size() - height));
    }

    /// The mailbox on a row of the bar.
    Optional<MailboxRef> at(int row, MailboxRef here, int height) {
        List<Row> rows = rows();
        int i = top(rows, here, height) + row;
        return i < rows.size() ? rows.get(i).mailbox() : Optional.empty();
    }

    /// What to put before each row of the index.
    ///
    /// @param unseen in the mailbox that is open, which knows better than a list made before
    List<List<Span>> spans(int columns, int height, MailboxRef here, int unseen) {
        List<Row> rows = rows();
        int top = top(rows, here, height);
        var all = new ArrayList<List<Span>>();
        for (int i = top; i < top + height; i++) {
            List<Span> row =
                    i < rows.size()
                            ? row(rows.get(i), columns - 1, here, unseen)
                            : List.of(new Span(Role.SIDEBAR, " ".repeat(columns - 1)));
            all.add(and(row, new Span(Role.BORDER, "│")));
        }
        return all;
    }

    private List<Span> row(Row row, int columns, MailboxRef here, int unseenHere) {
        boolean isHere = row.mailbox().equals(Optional.of(here));
        long unseen = isHere ? unseenHere : row.unseen();
        String count = unseen > 0 ? " " + unseen + " " : " ";
        String mark = isHere ? ">" : " ";
        int room = Math.max(1, columns - 1 - Columns.width(count));
        String name = Columns.fit(" ".repeat(row.level()) + Harmless.line(row.name()), room);
        String text = mark + name;
        if (cursor.isPresent() && row.mailbox().equals(cursor)) {
            return List.of(new Span(Role.SELECTED, text + count));
        }
        Role role =
                isHere
                        ? Role.SIDEBAR_HERE
                        : row.mailbox().isEmpty()
                                ? Role.SIDEBAR_ACCOUNT
                                : unseen > 0 ? Role.SIDEBAR_NEW : Role.SIDEBAR;
        return List.of(new Span(role, text), new Span(role, count));
    }

    private static List<Span> and(List<Span> spans, Span last) {
        var all = new ArrayList<>(spans);
        all.add(last);
        return all;
    }
}
