package hazel.cli;

import picocli.CommandLine;

import java.util.ArrayList;
import java.util.List;

/// The commands by name. One is made only when it is wanted, because making all of them takes
/// longer than most of them run.
final class Commands {

    /// What commands are for, by the agents of RFC 5598.
    record Section(String title, List<String> names) {}

    /// In the order in which help shows them.
    static final List<Section> SECTIONS =
            List.of(
                    new Section(
                            "To read mail (MUA)",
                            List.of(
                                    "list", "show", "search", "watch", "index", "parts", "save",
                                    "flag", "label", "move", "copy", "archive", "junk", "delete",
                                    "export", "mailbox", "sync")),
                    new Section(
                            "To write and submit mail (MUA, MSA)",
                            List.of("send", "reply", "forward", "bounce", "outbox", "sendmail")),
                    new Section("To carry mail on and deliver it (MTA, MDA)", List.of("relay")),
                    new Section(
                            "To see how mail travels, and whether to believe it",
                            List.of(
                                    "trace",
                                    "verify",
                                    "report-abuse",
                                    "dns",
                                    "smtp",
                                    "tls",
                                    "explain")),
                    new Section(
                            "To set Hazel up",
                            List.of(
                                    "account",
                                    "config",
                                    "keys",
                                    "theme",
                                    "doctor",
                                    "demo",
                                    "completion",
                                    "help")));

    /// Without what only Hazel's own scripts run.
    static final List<String> SHOWN = shown();

    static final List<String> NAMES = names();

    /// Those that are only a name for others.
    static final List<String> GROUPS =
            List.of("account", "config", "mailbox", "outbox", "relay", "theme");

    private Commands() {}

    private static List<String> shown() {
        List<String> shown = new ArrayList<>();
        for (Section each : SECTIONS) {
            shown.addAll(each.names());
        }
        return List.copyOf(shown);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(SHOWN);
        names.add("complete");
        return List.copyOf(names);
    }

    /// @throws IllegalArgumentException for a name that is not one of [#NAMES]
    static Object named(String name) {
        return switch (name) {
            case "list" -> new ListCommand();
            case "show" -> new ShowCommand();
            case "trace" -> new TraceCommand();
            case "verify" -> new VerifyCommand();
            case "report-abuse" -> new ReportAbuseCommand();
            case "search" -> new SearchCommand();
            case "watch" -> new WatchCommand();
            case "index" -> new IndexCommand();
            case "parts" -> new PartsCommand();
            case "save" -> new SaveCommand();
            case "flag" -> new FlagCommand();
            case "label" -> new LabelCommand();
            case "move" -> new MoveCommand();
            case "copy" -> new CopyCommand();
            case "archive" -> new ArchiveCommand();
            case "junk" -> new JunkCommand();
            case "delete" -> new DeleteCommand();
            case "export" -> new ExportCommand();
            case "mailbox" -> new MailboxCommand();
            case "send" -> new SendCommand();
            case "reply" -> new ReplyCommand();
            case "forward" -> new ForwardCommand();
            case "bounce" -> new BounceCommand();
            case "config" -> new ConfigCommand();
            case "relay" -> new RelayCommand();
            case "sendmail" -> new SendmailCommand();
            case "outbox" -> new OutboxCommand();
            case "sync" -> new SyncCommand();
            case "account" -> new AccountCommand();
            case "dns" -> new DnsCommand();
            case "smtp" -> new SmtpCommand();
            case "tls" -> new TlsCommand();
            case "explain" -> new ExplainCommand();
            case "keys" -> new KeysCommand();
            case "theme" -> new ThemeCommand();
            case "demo" -> new DemoCommand();
            case "doctor" -> new DoctorCommand();
            case "completion" -> new CompletionCommand();
            case "complete" -> new CompleteCommand();
            case "help" -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// What a command does, in a sentence.
    static String summary(String name) {
        var command = named(name).getClass().getAnnotation(CommandLine.Command.class);
        return command == null ? "" : Suggestions.first(command.description());
    }
}
