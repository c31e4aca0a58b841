package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.store.FlagChange;
import hazel.store.MailboxRef;
import hazel.ui.Effect;
import hazel.ui.Next;
import hazel.ui.Screen;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an index and a message have in common: where a message goes, what it is labelled.
public final class Filing {

    private static final String LABEL = "[\\p{ASCII}&&[^\\s\\p{Cntrl}(){%*\"\\\\\\]]]+";

    private Filing() {}

    /// A prompt for a mailbox, with completion.
    public static Next askMailbox(Screen screen, String label, Command command) {
        Prompt prompt =
                Prompt.of(label, command).completing(Prompt.Completion.MAILBOXES, List.of());
        return Next.open(screen, PromptScreen.of(prompt, ""), new Effect.ListMailboxes());
    }

    public static Next askLabels(Screen screen) {
        return Next.open(screen, PromptScreen.asking("Labels (+add -take): ", Command.LABEL));
    }

    public static Next askShell(Screen screen) {
        return Next.open(screen, PromptScreen.askingPath("Shell command: ", Command.SHELL));
    }

    /// A mailbox that is not this one.
    ///
    /// @param accounts there are
    public static Optional<MailboxRef> other(MailboxRef here, Call call, List<String> accounts) {
        return MailboxNames.parse(call.argument(), accounts, here.account())
                .filter(target -> !target.equals(here));
    }

    public static Next notAnother(Screen screen, Call call) {
        return Next.stay(screen, new Effect.Notify("not another mailbox: " + call.argument()));
    }

    /// `+work -todo later`: two to add, one to take away; empty where one of the words is no
    /// keyword (RFC 9051 section 9, `flag-keyword`).
    public static Optional<FlagChange> labels(String words) {
        var add = new HashSet<String>();
        var remove = new HashSet<String>();
        for (String word : Arrays.asList(words.strip().split("\\s+"))) {
            String bare = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
            if (!bare.matches(LABEL)) {
                return Optional.empty();
            }
            (word.startsWith("-") ? remove : add).add(bare);
        }
        return Optional.of(new FlagChange(Set.of(), Set.of(), add, remove));
    }

    public static Next notLabels(Screen screen, String words) {
        return Next.stay(screen, new Effect.Notify("not labels: " + words));
    }
}
