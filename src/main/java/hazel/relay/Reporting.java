package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.relay.SenderReport.Fate;
import hazel.relay.SenderReport.Kind;
import hazel.smtp.Dsn;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Tells the sender of a message what became of it, as NOTIFY asks for it (RFC 3461 section 4.1),
/// each thing once.
///
/// What was told is in the journal after the report is in the queue: a crash in between can only
/// tell it twice.
final class Reporting {

    /// Of an item: the numbers of the recipients whose end was told.
    private static final String TOLD = "reported";

    /// Of an item, with the number of a recipient: how many times a delay was told.
    private static final String WARNED = "warned ";

    private final Spool spool;
    private final Delivery.Parts parts;
    private final Ledger ledger;
    private final Runnable queued;

    /// @param queued run when a report was put into the queue
    Reporting(Spool spool, Delivery.Parts parts, Ledger ledger, Runnable queued) {
        this.spool = spool;
        this.parts = parts;
        this.ledger = ledger;
        this.queued = queued;
    }

    /// The recipients that failed, and of whom the sender is to be told, and was not.
    static List<Integer> failed(Item item) {
        return untold(item, Recipient.State.FAILED, Dsn.Notify.FAILURE);
    }

    private static List<Integer> untold(Item item, Recipient.State state, Dsn.Notify kind) {
        List<String> told = told(item);
        return item.in(state).stream()
                .filter(n -> !told.contains(n.toString()))
                .filter(n -> wants(item.recipients().get(n), kind))
                .toList();
    }

    private static List<String> told(Item item) {
        return List.of(item.attributes().getOrDefault(TOLD, "").split(",", -1));
    }

    /// Where nothing was asked for, failures and delays are told of.
    private static boolean wants(Recipient recipient, Dsn.Notify kind) {
        Set<Dsn.Notify> when = recipient.reports().when();
        return when.contains(kind) || (when.isEmpty() && kind != Dsn.Notify.SUCCESS);
    }

    /// Puts the reports that are missing into the queue.
    ///
    /// @param item whose reverse-path is not null
    void report(Item item) throws MailException {
        for (var each : bySender(item, failed(item)).entrySet()) {
            tell(
                    item,
                    new To(Kind.FAILED, each.getKey()),
                    each.getValue(),
                    n -> Fate.failed(item.recipients().get(n), parts.hostName()));
        }
        List<Integer> arrived =
                untold(item, Recipient.State.DELIVERED, Dsn.Notify.SUCCESS).stream()
                        .filter(n -> Ledger.end(item, n) != Outcome.End.HANDED_ON)
                        .toList();
        tell(
                item,
                new To(Kind.DELIVERED, item.reversePath()),
                arrived,
                n ->
                        Fate.delivered(
                                item.recipients().get(n), parts.hostName(), Ledger.end(item, n)));
        warn(item);
    }

    /// A kind of report, and whom it goes to: the sender, or the owner of a list.
    private record To(Kind kind, Optional<Address> reversePath) {}

    private static Map<Optional<Address>, List<Integer>> bySender(
            Item item, List<Integer> numbers) {
        return numbers.stream()
                .collect(
                        Collectors.groupingBy(
                                n -> ListOwner.reversePath(item, n),
                                LinkedHashMap::new,
                                Collectors.toList()));
    }

    private void tell(Item item, To to, List<Integer> numbers, IntFunction<Fate> fate)
            throws MailException {
        if (!numbers.isEmpty()) {
            List<Fate> fates = numbers.stream().map(fate::apply).toList();
            put(item, to, spool.message(item.id()), fates);
            Item now = spool.find(item.id()).orElse(item);
            List<String> all = new ArrayList<>(told(now));
            numbers.forEach(n -> all.add(n.toString()));
            spool.record(item.id(), new Entry.Noted(TOLD, String.join(",", all)));
        }
    }

    private void put(Item item, To to, byte[] message, List<Fate> fates) throws MailException {
        var report =
                new SenderReport(
                        parts.hostName(),
                        item.id().value(),
                        wishes(item),
                        zoned(item.created()),
                        zoned(parts.clock().instant()));
        Optional<SenderReport.Report> made = report.of(to.kind(), to.reversePath(), message, fates);
        if (made.isPresent()) {
            var id = spool.accept(made.get().envelope(), made.get().message(), attributes(item));
            String word = to.kind() == Kind.FAILED ? "bounce " : "report ";
            ledger.log(item, "--", word + id + " goes to the sender");
            queued.run();
        }
    }

    /// Of a message that goes over TLS only, no more than the header comes back (RFC 8689 section
    /// 5).
    private static Dsn wishes(Item item) {
        Dsn dsn = item.dsn();
        return TlsDemand.isRequired(item)
                ? new Dsn(dsn.when(), Optional.of(Dsn.Returns.HDRS), dsn.envid(), dsn.some())
                : dsn;
    }

    private static Map<String, String> attributes(Item item) {
        TlsDemand demand = TlsDemand.isRequired(item) ? TlsDemand.REQUIRED : TlsDemand.USUAL;
        Map<String, String> attributes = new HashMap<>(demand.attributes());
        attributes.put("bounce-of", item.id().value());
        return attributes;
    }

    private static ZonedDateTime zoned(Instant time) {
        return time.atZone(ZoneId.systemDefault());
    }

    /// The sender of a list or of anything automatic is no person who waits.
    private void warn(Item item) throws MailException {
        Duration age = Age.of(item, parts.clock().instant());
        long due = parts.retries().delays().stream().filter(d -> d.compareTo(age) <= 0).count();
        List<Integer> late =
                item.in(Recipient.State.WAITING).stream()
                        .filter(n -> item.recipients().get(n).attempts() > 0)
                        .filter(n -> warned(item, n) < due)
                        .filter(n -> wants(item.recipients().get(n), Dsn.Notify.DELAY))
                        .toList();
        if (late.isEmpty()) {
            return;
        }
        byte[] message = spool.message(item.id());
        if (!isAutomatic(Letter.read(message))) {
            for (var each : bySender(item, late).entrySet()) {
                List<Fate> fates = each.getValue().stream().map(n -> delayed(item, n)).toList();
                put(item, new To(Kind.DELAYED, each.getKey()), message, fates);
            }
        }
        spool.record(
                item.id(),
                late.stream()
                        .map(n -> new Entry.Noted(WARNED + n, Long.toString(due)))
                        .toArray(Entry[]::new));
    }

    private Fate delayed(Item item, int n) {
        Recipient recipient = item.recipients().get(n);
        Duration last = parts.retries().of(recipient.address()).steps().getLast().until();
        return Fate.delayed(recipient, parts.hostName(), zoned(item.created().plus(last)));
    }

    private static int warned(Item item, int n) {
        return Integer.parseInt(item.attributes().getOrDefault(WARNED + n, "0"));
    }

    /// RFC 3834 section 2, and what lists and bulk mailers have written since before it.
    static boolean isAutomatic(Letter letter) {
        String precedence = letter.first("Precedence").orElse("").toLowerCase(Locale.ROOT);
        String submitted = letter.first("Auto-Submitted").orElse("no").toLowerCase(Locale.ROOT);
        return letter.has("List-Id")
                || List.of("bulk", "list", "junk").contains(precedence)
                || !submitted.startsWith("no");
    }
}
