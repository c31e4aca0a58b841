package hazel.relay;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.route.Destination;
import hazel.route.Route;
import hazel.route.Way;
import hazel.smtp.Dsn;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One attempt to bring one message to all who wait for it, on one thread.
///
/// A recipient of this machine that stands for addresses of elsewhere makes those recipients of
/// their own, in the journal before anything is sent. Its ways that end here are made in its own
/// name; where there are several, the journal has a note for each that was made, so that a message
/// tried again makes only what is missing.
///
/// Where mail goes is asked anew at each attempt: an alias that was mended counts.
final class Attempt {

    /// One transaction with the next hop carries at most this many recipients, the number every
    /// server must take (RFC 5321 section 4.5.3.1.8).
    private static final int BATCH = 100;

    /// Of an item: what became of one way that ends here.
    private static final String MADE = "made ";

    private final Spool spool;
    private final Delivery.Parts parts;
    private final Ledger ledger;
    private final byte[] message;
    private final Letter letter;
    private final Map<String, Outcome> made = new HashMap<>();
    private Item item;

    /// @param item which this thread has begun to send
    Attempt(Spool spool, Delivery.Parts parts, Ledger ledger, Item item, byte[] message) {
        this.spool = spool;
        this.parts = parts;
        this.ledger = ledger;
        this.item = item;
        this.message = message;
        this.letter = Letter.read(message);
    }

    /// Blocks until every recipient that waited has an outcome in the journal.
    ///
    /// @return the message after that; its attempt is not marked as over yet
    Item run() throws MailException {
        if (letter.count("Received") > Reception.MAX_HOPS) {
            List<Integer> waiting = item.in(Recipient.State.WAITING);
            Outcome loop = Outcome.failed(parts.hostName(), "554 5.4.6 Too many hops: a mail loop");
            record(waiting, waiting.stream().map(_ -> loop).toList());
            return item;
        }
        Map<Integer, Route> here = new LinkedHashMap<>();
        for (int n : item.in(Recipient.State.WAITING)) {
            Address address = address(n);
            if (parts.router().residents().isLocal(address)) {
                here.put(n, route(address));
            }
        }
        add(here);
        for (var each : here.entrySet()) {
            record(List.of(each.getKey()), List.of(here(each.getKey(), each.getValue())));
        }
        onward();
        return item;
    }

    private Address address(int n) {
        return item.recipients().get(n).address();
    }

    /// A message that has come back to an address goes no further for it.
    private Route route(Address address) {
        return LastStep.isLoop(letter, address)
                ? new Route(
                        List.of(),
                        List.of(
                                new Way.Refused(
                                        address,
                                        "554 5.4.6 A mail loop: it was delivered here before")),
                        Map.of())
                : parts.router().route(address, item.reversePath());
    }

    /// The addresses of elsewhere that these recipients stand for become recipients, each once.
    private void add(Map<Integer, Route> here) throws MailException {
        Set<String> known =
                item.recipients().stream()
                        .map(r -> r.address().key())
                        .collect(Collectors.toCollection(HashSet::new));
        List<Entry> entries = new ArrayList<>();
        for (var each : here.entrySet()) {
            Recipient owner = item.recipients().get(each.getKey());
            for (Way way : each.getValue().ways()) {
                Optional<Address> to = way.elsewhere();
                if (to.isPresent() && known.add(to.get().key())) {
                    entries.addAll(added(way, to.get(), owner, each.getValue()));
                }
            }
            each.getValue()
                    .owner()
                    .ifPresent(o -> entries.add(ListOwner.noted(owner.address(), o)));
        }
        if (!entries.isEmpty()) {
            item = spool.record(item.id(), entries.toArray(Entry[]::new));
        }
    }

    /// The notes first: without them a copy would lack its Delivered-To, or have the sender as its
    /// reverse-path.
    private static List<Entry> added(Way way, Address to, Recipient owner, Route route) {
        List<Entry> entries = new ArrayList<>();
        entries.add(Copy.onBehalf(to, owner.address()));
        route.owner(way).ifPresent(o -> entries.add(ListOwner.noted(to, o)));
        boolean isOfList = route.owner(way).isPresent();
        entries.add(new Entry.Added(to, isOfList ? Dsn.OfRecipient.NONE : inherited(owner, route)));
        return entries;
    }

    /// RFC 3461 section 5.2.7: along a single address the wishes go on, from a list only failures
    /// are told of, because that it was delivered to the list is what the sender asked about.
    private static Dsn.OfRecipient inherited(Recipient owner, Route route) {
        Dsn.OfRecipient wishes = owner.reports();
        Optional<String> original = Readdressed.original(owner);
        if (route.ways().size() == 1) {
            return new Dsn.OfRecipient(wishes.when(), original);
        }
        Set<Dsn.Notify> when = new HashSet<>(wishes.when());
        boolean wasGiven = when.remove(Dsn.Notify.SUCCESS);
        if (wasGiven && when.isEmpty()) {
            when.add(Dsn.Notify.NEVER);
        }
        return new Dsn.OfRecipient(when, original);
    }

    /// What became of a recipient of this machine.
    private Outcome here(int n, Route route) throws MailException {
        Address owner = address(n);
        List<Way> ends = route.ways().stream().filter(w -> w.elsewhere().isEmpty()).toList();
        long elsewhere = route.ways().size() - ends.size();
        if (route.ways().isEmpty()) {
            return Outcome.failed(parts.hostName(), "550 5.2.4 Its alias stands for nobody");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Way way : ends) {
            outcomes.add(make(way, owner, route));
        }
        if (elsewhere > 0) {
            outcomes.add(passedOn(route.ways().size()));
        }
        Outcome worst = LastStep.worst(outcomes.stream());
        boolean isList = route.ways().size() > 1 && worst.kind() == Outcome.Kind.DELIVERED;
        return isList ? passedOn(route.ways().size()) : worst;
    }

    private Outcome passedOn(int count) {
        Outcome outcome =
                Outcome.delivered(
                        parts.hostName(),
                        count == 1
                                ? "250 2.1.5 Passed on to another address"
                                : "250 2.1.5 Passed on to " + count + " addresses");
        return outcome.as(count == 1 ? Outcome.End.HANDED_ON : Outcome.End.EXPANDED);
    }

    /// One way that ends here, unless it was made before.
    private Outcome make(Way way, Address owner, Route route) throws MailException {
        String key = MADE + way.key();
        Optional<Outcome> before =
                Optional.ofNullable(item.attributes().get(key))
                        .map(this::remembered)
                        .or(() -> Optional.ofNullable(made.get(key)));
        if (before.isPresent()) {
            return before.get();
        }
        Outcome outcome =
                parts.lastStep().take(way, owner, letter, ListOwner.reversePath(item, route, way));
        if (outcome.kind() != Outcome.Kind.DEFERRED && !(way instanceof Way.Refused)) {
            made.put(key, outcome);
            if (route.ways().size() > 1) {
                item = spool.record(item.id(), new Entry.Noted(key, outcome.reply()));
            }
        }
        return outcome;
    }

    private Outcome remembered(String reply) {
        return reply.startsWith("2")
                ? Outcome.delivered(parts.hostName(), reply)
                : Outcome.failed(parts.hostName(), reply);
    }

    /// What the recipients of one transaction have in common.
    private record Group(Destination destination, Copy copy) {}

    private void onward() throws MailException {
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        Optional<String> held = Optional.empty();
        for (int n : item.in(Recipient.State.WAITING)) {
            if (parts.router().residents().isLocal(address(n))) {
                continue; // deferred just now
            }
            Copy copy = Copy.of(item, n);
            for (Way way : parts.router().route(address(n), copy.reversePath()).ways()) {
                switch (way) {
                    case Way.Onward(_, var destination) ->
                            groups.computeIfAbsent(
                                            new Group(destination, copy), _ -> new ArrayList<>())
                                    .add(n);
                    case Way.Held(_, var why) -> held = Optional.of(why);
                    case Way.Refused(_, var reply) ->
                            record(List.of(n), List.of(Outcome.failed(parts.hostName(), reply)));
                    case Way.Later(_, var why) ->
                            record(List.of(n), List.of(Outcome.deferred(parts.hostName(), why)));
                    case Way.Mailbox _, Way.File _, Way.Command _, Way.Nowhere _ ->
                            throw new IllegalStateException("an address of elsewhere ends here");
                }
            }
        }
        for (var each : groups.entrySet()) {
            send(each.getKey(), each.getValue());
        }
        if (held.isPresent()) {
            item = spool.record(item.id(), new Entry.Held(held.get()));
            ledger.log(item, "==", "held: " + held.get());
        }
    }

    private void send(Group group, List<Integer> numbers) throws MailException {
        byte[] copy = group.copy().of(message);
        Optional<Address> sender = group.copy().reversePath();
        NextHop hop = parts.hops().to(group.destination());
        for (int from = 0; from < numbers.size(); from += BATCH) {
            List<Integer> batch = numbers.subList(from, Math.min(from + BATCH, numbers.size()));
            var parcel =
                    new NextHop.Parcel(
                            new Envelope(sender, batch.stream().map(this::address).toList()),
                            copy,
                            sender.equals(item.reversePath()) ? item.dsn() : Dsn.NONE,
                            TlsDemand.of(item, letter),
                            RelayQueue.insisted(item));
            record(batch, hop.send(parcel));
        }
    }

    private void record(List<Integer> numbers, List<Outcome> outcomes) throws MailException {
        item = ledger.record(item, numbers, outcomes);
    }
}
