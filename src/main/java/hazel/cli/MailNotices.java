package hazel.cli;

import hazel.app.Programs;
import hazel.config.Config.NotifyConfig;
import hazel.config.MailboxRules;
import hazel.mail.MailException;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.MessageRef;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Msg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Tells of new mail outside of the screens: by the terminal, the desktop, and a command of the
/// user's. Stands between whoever reports and the screens, and passes everything on.
final class MailNotices implements Consumer<Msg>, AutoCloseable {

    private static final int LONGEST = 160; // in columns
    private static final int MOST_REMEMBERED = 1000;

    /// A terminal that can show a notice.
    interface Terminal {
        void osc9(String text) throws IOException;

        void osc777(String title, String text) throws IOException;
    }

    private final NotifyConfig config;
    private final MailboxRules mailboxes;
    private final Terminal terminal;
    private final Consumer<Msg> next;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("notices").factory());

    /// Messages told of, the latest: one may come to a mailbox and to a search at once.
    private final LinkedHashSet<MessageRef> told = new LinkedHashSet<>();

    MailNotices(
            NotifyConfig config, MailboxRules mailboxes, Terminal terminal, Consumer<Msg> next) {
        this.config = config;
        this.mailboxes = mailboxes;
        this.terminal = terminal;
        this.next = next;
    }

    @Override
    public void accept(Msg msg) {
        next.accept(msg);
        if (msg instanceof Msg.Arrived arrived && isAsked() && !worker.isShutdown()) {
            worker.execute(() -> tell(arrived));
        }
    }

    private boolean isAsked() {
        return !config.by().isEmpty() || !config.command().isEmpty();
    }

    private void tell(Msg.Arrived arrived) {
        List<Watched.Event> fresh = new ArrayList<>();
        for (IndexEntry entry : arrived.messages()) {
            MessageRef own = FoundUid.own(new MessageRef(arrived.mailbox(), entry.uid()));
            boolean isWanted =
                    mailboxes.isNotified(own.mailbox().account(), own.mailbox().name().value());
            if (told.add(own) && isWanted) {
                fresh.add(
                        new Watched.Event(
                                "new",
                                own.mailbox().account(),
                                own.mailbox().toString(),
                                own.uid(),
                                Optional.of(entry.withUid(own.uid()))));
            }
        }
        while (told.size() > MOST_REMEMBERED) {
            told.removeFirst();
        }
        if (fresh.isEmpty()) {
            return;
        }
        try {
            show(fresh);
            if (!config.command().isEmpty()) {
                for (Watched.Event event : fresh) {
                    new MailHook(config.command()).tell(event.json());
                }
            }
        } catch (MailException e) {
            next.accept(Msg.Noticed.of("a notice of new mail: " + e.problem().message()));
        } catch (IOException e) {
            System.getLogger("hazel.cli").log(System.Logger.Level.DEBUG, "a notice", e);
        }
    }

    /// One notice, however many messages come at once.
    private void show(List<Watched.Event> fresh) throws MailException, IOException {
        boolean isOne = fresh.size() == 1;
        String where =
                fresh.stream()
                        .map(Watched.Event::mailbox)
                        .distinct()
                        .collect(Collectors.joining(", "));
        String from =
                fresh.stream()
                        .flatMap(event -> event.entry().stream())
                        .map(IndexEntry::from)
                        .distinct()
                        .collect(Collectors.joining(", "));
        String subject = fresh.getFirst().entry().map(IndexEntry::subject).orElse("");
        String title = shown((isOne ? "New mail in " : fresh.size() + " new messages in ") + where);
        String text = shown(isOne ? from + ": " + subject : from);
        for (String way : config.by()) {
            switch (way) {
                case "osc9" -> terminal.osc9(title + " - " + text);
                case "osc777" -> terminal.osc777(title, text);
                case "desktop" ->
                        Programs.start(
                                List.of("notify-send", "--app-name=Hazel", "--", title, text));
                default -> throw new IllegalStateException("checked by the configuration: " + way);
            }
        }
    }

    private static String shown(String text) {
        return Columns.cut(Harmless.line(text), LONGEST);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
