package hazel.ui;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.KeyMatcher;
import hazel.command.KeyMatcher.Outcome;
import hazel.command.Keymap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The loop: take a message, ask the screens, start their effects, draw.
///
/// Runs on one thread and owns the only mutable state of the user interface: the stack of screens,
/// the keys pressed so far and the notice. [#post] is the only way in, from any thread; `effects`
/// and `display` are the only ways out.
public final class Program {

    /// What the program does itself, where the screen does not.
    public static final List<Command> OWN =
            List.of(
                    Command.HELP,
                    Command.OTHER_KEYS,
                    Command.COMMAND_LINE,
                    Command.BACK,
                    Command.QUIT,
                    Command.UNDO,
                    Command.CANCEL,
                    Command.REDRAW,
                    Command.SUSPEND);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final ScreenFactory factory;
    private final Keymap keymap;
    private final Display display;
    private final Effects effects;
    private final Clock clock;
    private final Chrome chrome;
    private final BlockingQueue<Msg> messages = new LinkedBlockingQueue<>();
    private final ScreenStack screens = new ScreenStack();
    private final Typed typed = new Typed();
    private final TypedAhead typedAhead = new TypedAhead();
    private final Distrust distrust = new Distrust();

    /// What was asked for since the last frame.
    private final List<Effect> wanted = new ArrayList<>();

    private KeyMatcher matcher = KeyMatcher.IDLE;
    private Notices notices = Notices.NONE;
    private KeysLine keysLine = KeysLine.EMPTY;

    /// How often other keys were asked for, since anything else was.
    private int turns;

    private Instant drawn = Instant.EPOCH;

    public Program(
            ScreenFactory factory, Keymap keymap, Display display, Effects effects, Clock clock) {
        this.factory = factory;
        this.keymap = keymap;
        this.display = display;
        this.effects = effects;
        this.clock = clock;
        this.chrome = new Chrome(keymap);
    }

    /// From any thread.
    public void post(Msg msg) {
        messages.add(msg);
    }

    /// Puts a screen on top and starts what it wants; before [#run], or in a test.
    public void open(Screen screen, Effect... needed) {
        screens.push(screen);
        start(List.of(needed));
    }

    /// Starts effects that nothing on the screens asked for; before [#run].
    public void start(List<Effect> needed) {
        want(needed);
        startWanted();
    }

    /// Runs until the last screen closes; after [#settle], which draws the first frame.
    public void run() throws InterruptedException {
        while (!screens.isEmpty()) {
            take(messages.take());
        }
    }

    /// Handles a message, and whatever waits, and draws where there is something else to see then.
    void take(Msg msg) {
        if (isToDrawAfter(msg)) {
            settle();
        } else {
            startWanted();
        }
    }

    /// Handles a message. Nearly all ticks change nothing that is to be seen; what depends on the
    /// time alone is drawn anew once a minute.
    private boolean isToDrawAfter(Msg msg) {
        Notices before = notices;
        int version = screens.version();
        handle(msg);
        return !(msg instanceof Msg.Tick(Instant now))
                || !notices.equals(before)
                || notices.isTellingProgress()
                || screens.version() != version
                || Duration.between(drawn, now).abs().compareTo(A_MINUTE) >= 0;
    }

    /// Handles every message now waiting, then draws once, so that a burst of news costs one
    /// repaint, and only then starts what was asked for: what is on the screen waits for nothing.
    /// With effects that run on the calling thread this is the whole program, which is how tests
    /// drive it.
    public void settle() {
        do {
            screens.fit(chrome.area(display.size()));
            for (Msg msg = messages.poll(); msg != null; msg = messages.poll()) {
                handle(msg);
            }
            if (!screens.isEmpty()) {
                draw();
            }
            startWanted();
        } while (!messages.isEmpty());
    }

    private void handle(Msg msg) {
        if (screens.isEmpty()) {
            return; // Late news; nobody is left to hear it.
        }
        if (typedAhead.holds(msg, clock.instant())) {
            return;
        }
        switch (msg) {
            case Msg.Pressed(Key key) -> {
                typedAhead.release(messages);
                press(key);
            }
            case Msg.Pasted(String text) -> {
                notices = notices.pressed();
                apply(top().paste(text));
            }
            case Msg.Clicked(int column, int row) -> click(column, row);
            case Msg.Scrolled(int lines) -> apply(top().scroll(lines));
            case Msg.Resized(Size size) -> {
                display.invalidate();
                screens.fit(chrome.area(size));
            }
            case Msg.News news -> hear(news);
        }
        if (!screens.isEmpty()) {
            distrust.over(top(), factory).ifPresent(this::open);
        }
    }

    // Keys and commands

    private void press(Key key) {
        notices = notices.pressed();
        Outcome outcome = matcher.press(keymap, top().context(), key.name());
        matcher = KeyMatcher.IDLE;
        switch (outcome) {
            case Outcome.Pending(KeyMatcher next) -> matcher = next;
            case Outcome.Matched(Call call) -> {
                boolean isText = top().context().takesText() && !isPossible(call.command());
                if (isText) {
                    apply(top().type(key));
                } else {
                    call(call);
                }
            }
            case Outcome.Unbound(var keys) -> unbound(keys, key);
        }
    }

    private void unbound(List<String> keys, Key last) {
        if (keys.size() > 1) {
            say(KeyNames.shown(keys) + " is not bound here");
            return;
        }
        if (!top().context().takesText()) {
            say(KeyNames.shown(keys) + " is not bound here" + helpHint());
        }
        apply(top().type(last));
    }

    private String helpHint() {
        return chrome.keyFor(top().context(), Command.HELP)
                .map(key -> "; " + key + " shows what is")
                .orElse("");
    }

    private boolean isPossible(Command command) {
        return OWN.contains(command) || top().offers().contains(command);
    }

    private void call(Call call) {
        turns = call.command() == Command.OTHER_KEYS ? turns + 1 : 0;
        if (call.command() == Command.COMMAND_LINE) {
            commandLine(call.argument());
        } else if (call.command() == Command.HELP) {
            open(factory.help(top(), keymap));
        } else if (top().offers().contains(call.command())) {
            apply(top().perform(call));
        } else {
            perform(call.command());
        }
    }

    private void perform(Command command) {
        switch (command) {
            case QUIT -> quit();
            case BACK -> back();
            case REDRAW -> display.invalidate();
            case OTHER_KEYS -> {} // counted already
            case SUSPEND -> want(List.of(new Effect.Suspend()));
            case UNDO -> want(List.of(new Effect.Undo()));
            case CANCEL -> cancel();
            default -> say("cannot do that here: " + command.word());
        }
    }

    /// What was typed since the last tick is kept.
    private void quit() {
        tellAll(new Msg.Tick(clock.instant()));
        screens.clear();
    }

    private void back() {
        if (screens.size() > 1) {
            apply(new Next.Close(top().leaving()));
        } else {
            open(factory.leaving());
        }
    }

    private void cancel() {
        if (notices.isWorking()) {
            want(List.of(new Effect.CancelWork()));
        }
    }

    /// @param line a command's name and its argument, empty to ask for one
    private void commandLine(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            open(factory.commandLine(top(), keymap));
            return;
        }
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String argument = space < 0 ? "" : text.substring(space).strip();
        Optional<Command> command = Command.named(word);
        if (command.isEmpty()) {
            notices = notices.error("no such command: " + word);
        } else if (command.get() == Command.COMMAND_LINE) {
            open(factory.commandLine(top(), keymap));
        } else {
            call(new Call(command.get(), argument));
        }
    }

    // The mouse

    private void click(int column, int row) {
        notices = notices.pressed();
        int keysTop = display.size().rows() - chrome.keysRows();
        if (row >= keysTop) {
            keysLine.at(column, row - keysTop).ifPresent(this::call);
        } else if (row >= 1 && row <= screens.area().rows() && top().overlayRows() == 0) {
            clickScreen(column, row - 1);
        }
    }

    /// A click on the screen that is seen beside the top one closes that and goes to the other.
    private void clickScreen(int column, int row) {
        int left = screens.besideColumns();
        if (left == 0) {
            apply(top().click(column, row));
        } else if (column >= left + ScreenStack.BETWEEN) {
            apply(top().click(column - left - ScreenStack.BETWEEN, row));
        } else if (column < left) {
            Next clicked = screens.besideTop().click(column, row);
            screens.pop();
            apply(clicked);
        }
    }

    // The stack

    private Screen top() {
        return screens.top();
    }

    private void apply(Next next) {
        Screen answered = top();
        switch (next) {
            case Next.Stay(Screen screen, _) -> screens.replaceTop(screen);
            case Next.Open(Screen under, Screen opened, _) -> {
                screens.replaceTop(under);
                open(opened);
            }
            case Next.Close _, Next.CloseAndCall _ -> screens.pop();
        }
        want(next.effects());
        if (next instanceof Next.CloseAndCall(Call call, _)) {
            typed.remember(answered, call);
            if (!screens.isEmpty()) {
                call(call);
            }
        }
    }

    private void open(Screen screen) {
        screens.push(typed.into(screen));
    }

    // News

    private void hear(Msg.News news) {
        notices = notices.hear(news, clock.instant());
        tellAll(news);
        distrust.hear(news);
        if (news instanceof Msg.Composing composing) {
            screens.push(factory.composer(composing));
            typedAhead.release(messages);
        } else if (news instanceof Msg.Printed(String command, List<String> lines)) {
            open(factory.text(command, lines));
        } else if (news instanceof Msg.Failed(Effect.Compose _, _)) {
            typedAhead.drop(clock.instant());
        }
    }

    private void tellAll(Msg.News news) {
        screens.replaceAll(screen -> {
            Next.Stay stay = screen.hear(news);
            want(stay.effects());
            return stay.screen();
        });
    }

    private void want(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Notify(String text) -> say(text);
                case Effect.Redraw _ -> display.invalidate();
                default -> {
                    if (effect instanceof Effect.Compose) {
                        typedAhead.composerAskedFor();
                    }
                    wanted.add(effect);
                }
            }
        }
    }

    private void startWanted() {
        List<Effect> now = List.copyOf(wanted);
        wanted.clear();
        now.forEach(effect -> effects.perform(effect, this::post));
    }

    private void say(String text) {
        notices = notices.say(text);
    }

    // Drawing

    private void draw() {
        drawn = clock.instant();
        Size size = display.size();
        screens.fit(chrome.area(size));
        if (Chrome.isTooSmall(size)) {
            display.show(Chrome.sorry(size));
            return;
        }
        Screen top = top();
        keysLine = chrome.keys(top, screens.size() > 1, turns, size.columns());
        List<Line> notice =
                notices.lines(
                        matcher.pending(),
                        command -> chrome.keyFor(top.context(), command),
                        clock.instant(),
                        size.columns());
        Chrome.Body body = screens.draw(area -> new Scene(area, clock));
        Title title = notices.over(screens.beneath().title(), clock.instant());
        display.show(chrome.frame(new Chrome.Parts(size, title, body, notice, keysLine)));
    }
}
