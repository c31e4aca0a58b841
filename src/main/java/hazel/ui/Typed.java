package hazel.ui;

import hazel.command.Call;
import hazel.command.Command;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What was typed on prompts since the program began, one list for each kind, oldest first.
final class Typed {

    private static final int MOST = 100;

    private final Map<Command, List<String>> lists = new EnumMap<>(Command.class);

    /// The screen, knowing what was typed on others of its kind.
    Screen into(Screen opened) {
        return opened instanceof Remembering prompt
                ? prompt.remembering(lists.getOrDefault(prompt.subject(), List.of()))
                : opened;
    }

    void remember(Screen closed, Call call) {
        if (closed instanceof Remembering prompt && !call.argument().isBlank()) {
            var list = new ArrayList<>(lists.getOrDefault(prompt.subject(), List.of()));
            list.remove(call.argument());
            list.add(call.argument());
            int from = Math.max(0, list.size() - MOST);
            lists.put(prompt.subject(), List.copyOf(list.subList(from, list.size())));
        }
    }
}
