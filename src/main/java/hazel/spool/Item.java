package hazel.spool;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.Dsn;
import hazel.spool.Recipient.State;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A message in the spool as its journal says it is now.
///
/// @param size octets of the message
/// @param attributes what whoever put it in wants to remember; keys and values are free
/// @param recipients in the order of the envelope, then those added
/// @param held why it is not to be delivered; empty where it may be
/// @param notBefore the earliest time of the next attempt
/// @param sending when the attempt began that has not ended; after a crash this is left behind
/// @param attempts how often delivery of the message was begun
/// @param removed whether it is gone and only its files may remain
public record Item(
        QueueId id,
        Instant created,
        long size,
        Optional<Address> reversePath,
        Map<String, String> attributes,
        List<Recipient> recipients,
        Optional<String> held,
        Instant notBefore,
        Optional<Instant> sending,
        int attempts,
        boolean removed) {

    /// The attribute that holds RET (RFC 3461 section 4.3).
    static final String RETURNS = "dsn-ret";

    /// The attribute that holds ENVID (RFC 3461 section 4.4).
    static final String ENVID = "dsn-envid";

    public Item {
        attributes = Map.copyOf(attributes);
        recipients = List.copyOf(recipients);
    }

    /// The envelope as accepted, with the recipients added since.
    public Envelope envelope() {
        return new Envelope(reversePath, recipients.stream().map(Recipient::address).toList());
    }

    /// The reports the sender wants, to be passed on to a next hop that offers DSN.
    public Dsn dsn() {
        Map<Address, Dsn.OfRecipient> some = new HashMap<>();
        recipients.forEach(r -> some.put(r.address(), r.reports()));
        return new Dsn(
                Set.of(),
                Optional.ofNullable(attributes.get(RETURNS)).flatMap(Dsn.Returns::parse),
                Optional.ofNullable(attributes.get(ENVID)),
                some);
    }

    /// The numbers of the recipients in a state.
    public List<Integer> in(State state) {
        return IntStream.range(0, recipients.size())
                .filter(i -> recipients.get(i).state() == state)
                .boxed()
                .toList();
    }

    /// Whether an attempt may begin now.
    public boolean isDue(Instant now) {
        return isWaiting() && !notBefore.isAfter(now);
    }

    /// Whether somebody is still to get it and nothing but the time stands against it.
    public boolean isWaiting() {
        return !removed
                && held.isEmpty()
                && recipients.stream().anyMatch(r -> r.state() == State.WAITING);
    }

    /// Whether no recipient waits and none is uncertain: nothing is left to do.
    public boolean isDone() {
        return recipients.stream()
                .allMatch(r -> r.state() == State.DELIVERED || r.state() == State.FAILED);
    }

    /// Whether delivery was never begun, so that it can be taken back whole.
    public boolean isUntouched() {
        return !removed && attempts == 0 && sending.isEmpty();
    }

    /// What an entry makes of the message. An entry on a recipient that does not exist changes
    /// nothing.
    public Item after(Entry entry) {
        return switch (entry) {
            case Entry.Started(var at, _) -> sending(Optional.of(at), attempts + 1);
            case Entry.Ended _ -> sending(Optional.empty(), attempts);
            case Entry.Committing(int n, var at, var host) -> with(n, r -> r.committing(at, host));
            case Entry.Deferred(int n, var at, var host, var reply) ->
                    with(n, r -> r.became(State.WAITING, at, host, reply));
            case Entry.Delivered(int n, var at, var host, var reply) ->
                    with(n, r -> r.became(State.DELIVERED, at, host, reply));
            case Entry.Failed(int n, var at, var host, var reply) ->
                    with(n, r -> r.became(State.FAILED, at, host, reply));
            case Entry.Renewed(int n, _) -> with(n, Recipient::renewed);
            case Entry.Added(var address, var reports) ->
                    added(Recipient.waiting(address, reports));
            case Entry.Held(var why) -> held(Optional.of(why));
            case Entry.Released _ -> held(Optional.empty());
            case Entry.NotBefore(var at) -> notBefore(at);
            case Entry.Noted(var key, var value) -> noted(key, value);
            case Entry.Removed _ -> gone();
        };
    }

    private Item with(int n, UnaryOperator<Recipient> change) {
        if (n < 0 || n >= recipients.size()) {
            return this;
        }
        List<Recipient> changed = new ArrayList<>(recipients);
        changed.set(n, change.apply(changed.get(n)));
        return recipients(changed);
    }

    private Item added(Recipient recipient) {
        List<Recipient> more = new ArrayList<>(recipients);
        more.add(recipient);
        return recipients(more);
    }

    private Item noted(String key, String value) {
        Map<String, String> more = new HashMap<>(attributes);
        more.put(key, value);
        return new Item(
                id,
                created,
                size,
                reversePath,
                more,
                recipients,
                held,
                notBefore,
                sending,
                attempts,
                removed);
    }

    private Item recipients(List<Recipient> changed) {
        return new Item(
                id,
                created,
                size,
                reversePath,
                attributes,
                changed,
                held,
                notBefore,
                sending,
                attempts,
                removed);
    }

    private Item held(Optional<String> why) {
        return new Item(
                id,
                created,
                size,
                reversePath,
                attributes,
                recipients,
                why,
                notBefore,
                sending,
                attempts,
                removed);
    }

    private Item notBefore(Instant at) {
        return new Item(
                id,
                created,
                size,
                reversePath,
                attributes,
                recipients,
                held,
                at,
                sending,
                attempts,
                removed);
    }

    private Item sending(Optional<Instant> since, int begun) {
        return new Item(
                id,
                created,
                size,
                reversePath,
                attributes,
                recipients,
                held,
                notBefore,
                since,
                begun,
                removed);
    }

    private Item gone() {
        return new Item(
                id,
                created,
                size,
                reversePath,
                attributes,
                recipients,
                held,
                notBefore,
                sending,
                attempts,
                true);
    }
}
