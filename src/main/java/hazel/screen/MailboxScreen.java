package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.screen.parts.ListScreen;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.MailboxNames;
import hazel.screen.parts.MailboxRow;
import hazel.screen.parts.Prompt;
import hazel.screen.parts.Prompt.Completion;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.store.MailboxInfo;
import hazel.store.MailboxRef;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.ScreenFactory;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Accounts and their mailboxes, to pick one from.
///
/// @param opens makes the index of what is picked, to be opened upon this; empty where this closes
///   with a call of `go-to` to the screen beneath
/// @param accounts as last listed
/// @param search what was searched last
public record MailboxScreen(
        Optional<ScreenFactory> opens,
        List<Msg.AccountMailboxes> accounts,
        List<MailboxRow> rows,
        ListWindow window,
        boolean isListed,
        String search)
        implements ListScreen {

    public static final MailboxScreen LISTING = of(Optional.empty());

    /// The first screen of all: there is none beneath to go to a mailbox.
    public static MailboxScreen first(ScreenFactory screens) {
        return of(Optional.of(screens));
    }

    private static MailboxScreen of(Optional<ScreenFactory> opens) {
        return new MailboxScreen(opens, List.of(), List.of(), ListWindow.EMPTY, false, "");
    }

    private static final List<Command> OFFERS =
            ListScreen.offering(
                    List.of(
                            Command.SELECT,
                            Command.CREATE_MAILBOX,
                            Command.RENAME_MAILBOX,
                            Command.DELETE_MAILBOX,
                            Command.GO_TO,
                            Command.SEARCH,
                            Command.COMPOSE),
                    Command.SEARCH_NEXT);

    private static final List<Command> WITHOUT_ROWS =
            List.of(Command.CREATE_MAILBOX, Command.GO_TO, Command.COMPOSE);

    public MailboxScreen {
        accounts = List.copyOf(accounts);
        rows = List.copyOf(rows);
    }

    @Override
    public MailboxScreen with(ListWindow newWindow) {
        return new MailboxScreen(opens, accounts, rows, newWindow, isListed, search);
    }

    private MailboxRow selected() {
        return rows.get(window.selected());
    }

    @Override
    public Context context() {
        return Context.MAILBOXES;
    }

    @Override
    public Title title() {
        long unseen = rows.stream().mapToLong(r -> Math.max(0, r.info().unseen())).sum();
        return new Title(
                "Mailboxes",
                unseen > 0 ? unseen + " new" : "",
                rows.size() == 1 ? "1 mailbox" : rows.size() + " mailboxes");
    }

    @Override
    public List<Command> offers() {
        return rows.isEmpty() ? WITHOUT_ROWS : OFFERS;
    }

    @Override
    public Next perform(Call call) {
        String argument = call.argument();
        return switch (call.command()) {
            case SELECT -> pick();
            case GO_TO ->
                    argument.isEmpty()
                            ? ask("Go to mailbox: ", Command.GO_TO, "", Completion.MAILBOXES)
                            : named(argument)
                                    .map(mailbox -> open(mailbox, call))
                                    .orElseGet(() -> notAName(argument));
            case CREATE_MAILBOX -> create(argument);
            case RENAME_MAILBOX -> rename(argument);
            case DELETE_MAILBOX -> delete(argument);
            case SEARCH, SEARCH_NEXT -> find(call);
            case COMPOSE ->
                    Next.stay(
                            this,
                            new Effect.Compose(
                                    new ComposeRequest.Blank("mailto:", Optional.empty())));
            default -> moved(call.command());
        };
    }

    private Next pick() {
        MailboxRow row = selected();
        return row.info().isSelectable()
                ? open(row.mailbox(), new Call(Command.GO_TO, row.mailbox().toString()))
                : Next.stay(this, new Effect.Notify("only holds other mailboxes"));
    }

    private Next open(MailboxRef mailbox, Call goTo) {
        return opens.<Next>map(screens ->
                        Next.open(this, screens.index(mailbox), new Effect.OpenMailbox(mailbox)))
                .orElseGet(() -> new Next.CloseAndCall(goTo, List.of()));
    }

    private Next create(String name) {
        if (name.isEmpty()) {
            return ask("New mailbox: ", Command.CREATE_MAILBOX, "", Completion.NONE);
        }
        return named(name)
                .<Next>map(m -> Next.stay(this, new Effect.CreateMailbox(m), LIST))
                .orElseGet(() -> notAName(name));
    }

    private Next rename(String name) {
        MailboxRef from = selected().mailbox();
        if (name.isEmpty()) {
            return ask(
                    "Rename " + from + " to: ",
                    Command.RENAME_MAILBOX,
                    from.name().value(),
                    Completion.NONE);
        }
        return named(name)
                .filter(to -> to.account().equals(from.account()))
                .<Next>map(to -> Next.stay(this, new Effect.RenameMailbox(from, to.name()), LIST))
                .orElseGet(() -> notAName(name));
    }

    /// Asked for by name, so that no slip of a key removes mail.
    private Next delete(String answer) {
        MailboxRef mailbox = selected().mailbox();
        if (answer.equals("yes")) {
            return Next.stay(this, new Effect.DeleteMailbox(mailbox), LIST);
        }
        long total = selected().info().total();
        String what =
                total == 1
                        ? " and the message in it"
                        : total > 0
                                ? String.format(Locale.ROOT, " and the %,d messages in it", total)
                                : " and all in it";
        return Next.open(
                this,
                QuestionScreen.of(
                        "Remove " + Harmless.line(mailbox.toString()) + what + " for good?",
                        new Call(Command.DELETE_MAILBOX, "yes")));
    }

    private static final Effect LIST = new Effect.ListMailboxes();

    private Next notAName(String name) {
        return Next.stay(this, new Effect.Notify("not a name for a mailbox: " + name));
    }

    private Optional<MailboxRef> named(String name) {
        String here =
                rows.isEmpty()
                        ? accounts.stream()
                                .findFirst()
                                .map(Msg.AccountMailboxes::account)
                                .orElse("")
                        : selected().mailbox().account();
        return MailboxNames.parse(
                name, accounts.stream().map(Msg.AccountMailboxes::account).toList(), here);
    }

    private Next find(Call call) {
        boolean isAgain = call.command() == Command.SEARCH_NEXT && !search.isEmpty();
        String text = isAgain ? search : call.argument();
        if (text.isEmpty()) {
            return ask("Search for: ", Command.SEARCH, "", Completion.NONE);
        }
        String wanted = text.toLowerCase(Locale.ROOT);
        for (int i = 1; i <= rows.size(); i++) {
            int at = (window.selected() + i) % rows.size();
            String name = rows.get(at).mailbox().toString().toLowerCase(Locale.ROOT);
            if (name.contains(wanted)) {
                return Next.stay(
                        new MailboxScreen(
                                opens, accounts, rows, window.select(at), isListed, text));
            }
        }
        return Next.stay(this, new Effect.Notify("no mailbox with " + text));
    }

    private Next ask(String label, Command command, String typed, Completion how) {
        Prompt prompt = Prompt.of(label, command).completing(how, MailboxNames.of(accounts));
        return Next.open(this, PromptScreen.of(prompt, typed));
    }

    @Override
    public Next click(int column, int row) {
        int at = window.top() + row;
        if (at >= window.end()) {
            return Next.stay(this);
        }
        return at == window.selected() ? pick() : Next.stay(with(window.select(at)));
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.MailboxesListed(var listed) -> Next.stay(listed(listed));
            default -> Next.stay(this);
        };
    }

    private MailboxScreen listed(List<Msg.AccountMailboxes> listed) {
        var now = new ArrayList<MailboxRow>();
        int at = window.selected();
        for (Msg.AccountMailboxes account : listed) {
            for (MailboxRow row : MailboxRow.of(account)) {
                if (!window.isEmpty() && row.mailbox().equals(selected().mailbox())) {
                    at = now.size();
                }
                now.add(row);
            }
        }
        return new MailboxScreen(opens, listed, now, window.over(now.size(), at), true, search);
    }

    @Override
    public Frame view(Scene scene) {
        if (rows.isEmpty()) {
            String why = isListed ? "There is no mailbox." : "Looking for mailboxes …";
            return Frame.of(List.of(Line.EMPTY, Line.of(Role.DIM, "   " + why)));
        }
        int columns = scene.size().columns();
        var lines = new ArrayList<Line>();
        for (int i = window.top(); i < window.end(); i++) {
            lines.add(line(rows.get(i), i == window.selected(), columns));
        }
        return Frame.of(lines);
    }

    private static Line line(MailboxRow row, boolean isSelected, int columns) {
        MailboxInfo info = row.info();
        boolean isNarrow = columns < 60;
        String unseen = info.unseen() > 0 ? info.unseen() + (isNarrow ? "" : " new") : "";
        String total = info.total() < 0 ? "" : "" + info.total();
        String right =
                Columns.fitRight(unseen, isNarrow ? 6 : 11)
                        + Columns.fitRight(total, isNarrow ? 7 : 9)
                        + " ";
        String account = isNarrow ? "" : row.mailbox().account();
        String left =
                (isSelected ? "> " : "  ")
                        + (account.isEmpty() ? "" : Columns.fit(Harmless.line(account), 12) + " ");
        int room = columns - Columns.width(left) - Columns.width(right);
        String name = "  ".repeat(row.level()) + Harmless.line(row.name());
        String middle = Columns.fit(name, Math.clamp(room, 8, 60));
        if (isSelected) {
            return Line.of(Role.SELECTED, Columns.fit(left + middle + right, columns));
        }
        Role role = !info.isSelectable() ? Role.DIM : info.unseen() > 0 ? Role.UNSEEN : Role.PLAIN;
        return Line.of(
                new Span(Role.DIM, left), new Span(role, middle), new Span(Role.SIZE, right));
    }
}
