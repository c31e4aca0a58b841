package hazel.cli;

import hazel.app.RelayDesk;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.RelayQueue;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The relay's queue for the screens: what `hazel relay` does, with the answers as news.
record QueueDesk(LocalRelay relay) implements RelayDesk {

    /// More than a person looks through; `hazel relay queue` lists them all.
    private static final int MOST = 1000;

    private static final int LOG_LINES = 1000;

    @Override
    public void perform(Effect.OnRelay effect, Consumer<Msg> report) throws MailException {
        switch (effect) {
            case Effect.ListRelay _ -> report.accept(listed());
            case Effect.HandleRelayed(var id, var action) -> handle(QueueText.id(id), action);
            case Effect.Readdress(var typed, var old, var other) -> {
                QueueId id = QueueText.id(typed);
                sure(
                        id,
                        queue().readdress(
                                        id,
                                        RelayCommand.address(old),
                                        RelayCommand.address(other)));
            }
            case Effect.FlushRelay _ -> {
                int count = queue().flush();
                report.accept(
                        Msg.Noticed.of(
                                count == 1
                                        ? "1 message is due now"
                                        : count + " messages are due now"));
            }
            case Effect.ShowRelayed(var id) ->
                    report.accept(
                            new Msg.Printed(
                                    "Relay: " + id,
                                    QueueText.all(
                                            queue(), QueueText.id(id), ZoneId.systemDefault())));
            case Effect.ShowRelayLog _ -> report.accept(log());
            case Effect.ShowRoute(var typed) -> report.accept(route(RelayCommand.address(typed)));
        }
    }

    private RelayQueue queue() throws MailException {
        return RelayQueue.in(relay.directory());
    }

    private Msg listed() throws MailException {
        RelayQueue queue = queue();
        List<Msg.Relayed> shown = new ArrayList<>();
        Iterator<Item> all = queue.items().iterator();
        while (all.hasNext() && shown.size() < MOST) {
            shown.add(shown(all.next()));
        }
        return new Msg.RelayListed(queue.isRunning(), shown, all.hasNext());
    }

    private static Msg.Relayed shown(Item item) {
        return new Msg.Relayed(
                item.id().value(),
                item.reversePath().map(Address::addrSpec).orElse(""),
                item.created(),
                item.held().isPresent(),
                QueueText.state(item, ZoneId.systemDefault()),
                item.recipients().stream()
                        .filter(r -> r.state() != Recipient.State.DELIVERED)
                        .map(QueueText::line)
                        .toList());
    }

    private void handle(QueueId id, Effect.RelayAction action) throws MailException {
        RelayQueue queue = queue();
        boolean isDone =
                switch (action) {
                    case SEND_NOW -> queue.flush(id);
                    case HOLD -> queue.hold(id);
                    case RELEASE -> queue.release(id);
                    case GIVE_UP -> queue.giveUp(id);
                    case REMOVE -> queue.remove(id);
                };
        sure(id, isDone);
    }

    private static void sure(QueueId id, boolean isDone) throws MailException {
        if (!isDone) {
            throw new MailException(
                    new Problem.Busy(id.value(), id + " is being sent just now, or is gone"));
        }
    }

    private Msg log() throws MailException {
        List<String> lines =
                queue().log(LOG_LINES).reversed().stream().map(Harmless::line).toList();
        return new Msg.Printed(
                "The relay's log, the last event first",
                lines.isEmpty() ? List.of("Nothing has happened yet.") : lines);
    }

    private Msg route(Address address) throws MailException {
        return new Msg.Printed(
                "Where mail goes for " + address.addrSpec(),
                relay.roads().to(address, Optional.empty()).lines());
    }
}
