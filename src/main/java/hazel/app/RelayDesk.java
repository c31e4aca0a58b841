package hazel.app;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.util.function.Consumer;

/// Deals with the queue of the bundled relay for the person at the screens.
///
/// The reader and the relay are two programs: whoever wires both passes this in.
@FunctionalInterface
public interface RelayDesk {

    /// Where there is no relay to look into.
    RelayDesk NONE =
            (_, _) -> {
                throw new MailException(new Problem.Failed("relay", "there is no relay here"));
            };

    /// May block; runs on a worker.
    void perform(Effect.OnRelay effect, Consumer<Msg> report) throws MailException;
}
