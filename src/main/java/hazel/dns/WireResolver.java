package hazel.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Reason;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks name servers over the network: UDP first, TCP for what does not fit. Remembers every
/// answer, so that nothing is asked twice.
public final class WireResolver implements Resolver {

    /// A patience for each round, in which all servers are asked one after the other.
    private static final List<Duration> PATIENCE =
            List.of(Duration.ofMillis(1500), Duration.ofMillis(2500));

    /// What is sure to come in one piece (the flag day of 2020).
    private static final int UDP_OCTETS = 1232;

    private static final int MOST_ALIASES = 8;

    /// Of one answer; nobody's mail needs more.
    private static final int MOST_RECORDS = 100;

    private final List<InetSocketAddress> servers;
    private final boolean isRecursive;
    private final Deadline deadline;
    private final Map<Question, CompletableFuture<Answer>> known = new ConcurrentHashMap<>();

    private record Question(DomainName name, RecordType type) {}

    private WireResolver(List<InetSocketAddress> servers, boolean isRecursive, Deadline deadline) {
        this.servers = List.copyOf(servers);
        this.isRecursive = isRecursive;
        this.deadline = deadline;
    }

    /// Asks the servers that this machine is set up with.
    public static WireResolver system(Deadline deadline) {
        return new WireResolver(ResolverConfig.getCurrentConfig().servers(), true, deadline);
    }

    /// Asks one server, which may ask others.
    public static WireResolver of(InetSocketAddress server, Deadline deadline) {
        return new WireResolver(List.of(server), true, deadline);
    }

    /// Asks single servers for what they have themselves.
    public static Resolver.Servers authoritative(Deadline deadline) {
        Map<InetSocketAddress, Resolver> made = new ConcurrentHashMap<>();
        return server ->
                made.computeIfAbsent(server, s -> new WireResolver(List.of(s), false, deadline));
    }

    @Override
    public Answer ask(DomainName name, RecordType type) {
        var asked = new CompletableFuture<Answer>();
        CompletableFuture<Answer> before = known.putIfAbsent(new Question(name, type), asked);
        if (before != null) {
            return before.join();
        }
        Answer answer = new Answer.NoAnswer("the look-up failed");
        try {
            answer = followed(name, type);
            return answer;
        } finally {
            asked.complete(answer);
        }
    }

    /// A server that is not asked to ask others may know an alias and not what it stands for.
    private Answer followed(DomainName name, RecordType type) {
        List<DomainName> aliases = new ArrayList<>();
        DomainName at = name;
        while (true) {
            Message reply;
            try {
                reply = reply(at, type);
            } catch (NoReply e) {
                return new Answer.NoAnswer(String.valueOf(e.getMessage()));
            }
            Optional<DomainName> next = follow(reply, type, at, aliases);
            if (next.isEmpty()) {
                return answer(reply, type, name, aliases);
            }
            at = next.get();
        }
    }

    /// Goes along the aliases in a reply.
    ///
    /// @return the name to ask for now; empty where the reply is the whole answer
    private Optional<DomainName> follow(
            Message reply, RecordType type, DomainName from, List<DomainName> aliases) {
        int before = aliases.size();
        DomainName at = from;
        while (aliases.size() <= MOST_ALIASES && type != RecordType.CNAME) {
            Optional<DomainName> alias = alias(reply, at);
            if (alias.isEmpty()) {
                break;
            }
            at = alias.get();
            aliases.add(at);
            if (aliases.indexOf(at) < aliases.size() - 1) {
                return Optional.empty();
            }
        }
        boolean isMore =
                isRecursive
                        && aliases.size() > before
                        && aliases.size() <= MOST_ALIASES
                        && reply.getRcode() == Rcode.NOERROR
                        && data(reply, type, at).isEmpty()
                        && !isOfZone(reply, at);
        return isMore ? Optional.of(at) : Optional.empty();
    }

    /// Whether the reply itself says that a name has no such record: the SOA record of its zone is
    /// there (RFC 2308 section 2.2).
    private static boolean isOfZone(Message reply, DomainName name) {
        return reply.getSection(Section.AUTHORITY).stream()
                .anyMatch(r -> r.getType() == Type.SOA && name.isWithin(name(r.getName())));
    }

    private static Answer answer(
            Message reply, RecordType type, DomainName name, List<DomainName> aliases) {
        var marks =
                new Answer.Marks(
                        reply.getHeader().getFlag(Flags.AA), reply.getHeader().getFlag(Flags.AD));
        boolean isCircle =
                aliases.stream().distinct().count() < aliases.size() || aliases.contains(name);
        if (isCircle || aliases.size() > MOST_ALIASES) {
            return new Answer.Broken(
                    aliases.stream().distinct().toList(),
                    isCircle
                            ? "the aliases go in a circle"
                            : "more than " + MOST_ALIASES + " aliases one after the other");
        }
        DomainName last = aliases.isEmpty() ? name : aliases.getLast();
        List<Data> data = data(reply, type, last);
        if (!data.isEmpty()) {
            return new Answer.Found(data, aliases, marks);
        }
        return reply.getRcode() == Rcode.NXDOMAIN
                ? new Answer.NoSuchName(aliases, marks)
                : new Answer.NoData(aliases, marks);
    }

    private static Optional<DomainName> alias(Message reply, DomainName name) {
        return reply.getSection(Section.ANSWER).stream()
                .filter(CNAMERecord.class::isInstance)
                .filter(r -> name(r.getName()).equals(name))
                .map(r -> name(((CNAMERecord) r).getTarget()))
                .findFirst();
    }

    private static List<Data> data(Message reply, RecordType type, DomainName name) {
        int wanted = Type.value(type.name());
        return reply.getSection(Section.ANSWER).stream()
                .filter(r -> r.getType() == wanted && name(r.getName()).equals(name))
                .limit(MOST_RECORDS)
                .flatMap(r -> data(r).stream())
                .distinct()
                .toList();
    }

    static Optional<Data> data(Record r) {
        return Optional.ofNullable(
                switch (r) {
                    case ARecord a -> new Data.Host(a.getAddress());
                    case AAAARecord a -> new Data.Host(a.getAddress());
                    case CNAMERecord c -> new Data.Alias(name(c.getTarget()));
                    case MXRecord m -> new Data.Mx(m.getPriority(), name(m.getTarget()));
                    case NSRecord n -> new Data.NameServer(name(n.getTarget()));
                    case PTRRecord p -> new Data.Pointer(name(p.getTarget()));
                    case SOARecord s -> new Data.Authority(name(s.getHost()), s.getSerial());
                    case SRVRecord s ->
                            new Data.Service(
                                    s.getPriority(),
                                    s.getWeight(),
                                    s.getPort(),
                                    name(s.getTarget()));
                    case TLSARecord t ->
                            new Data.Tlsa(
                                    t.getCertificateUsage(),
                                    t.getSelector(),
                                    t.getMatchingType(),
                                    HexFormat.of().formatHex(t.getCertificateAssociationData()));
                    case TXTRecord t -> new Data.Text(text(t));
                    default -> null; // a type of the library that nobody here asks for
                });
    }

    private static String text(TXTRecord txt) {
        var octets = new ByteArrayOutputStream();
        txt.getStringsAsByteArrays().forEach(octets::writeBytes);
        return octets.toString(UTF_8);
    }

    static Name name(DomainName name) throws TextParseException {
        return name.isRoot() ? Name.root : Name.fromString(name.text(), Name.root);
    }

    private static DomainName name(Name name) {
        return DomainName.of(name.toString(true));
    }

    private static final class NoReply extends Exception {
        NoReply(String message) {
            super(message);
        }
    }

    /// A reply that says something: the first of any server.
    private Message reply(DomainName name, RecordType type) throws NoReply {
        Message query = query(name, type);
        String why = "no name server is set up";
        for (Duration patience : PATIENCE) {
            for (InetSocketAddress server : servers) {
                if (deadline.isOver()) {
                    throw new NoReply(why.startsWith("no name") ? "no answer in time" : why);
                }
                try {
                    Message reply = sent(query, server, deadline.atMost(patience));
                    int code = reply.getRcode();
                    if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
                        return reply;
                    }
                    why = server(server) + " answers " + Rcode.string(code);
                } catch (NoReply e) {
                    why = String.valueOf(e.getMessage());
                }
            }
            if (why.contains(" answers ")) {
                break; // it will say the same again
            }
        }
        throw new NoReply(why);
    }

    private Message query(DomainName name, RecordType type) throws NoReply {
        try {
            Name asked = name(name);
            Message query =
                    Message.newQuery(Record.newRecord(asked, Type.value(type.name()), DClass.IN));
            query.getHeader().setFlag(Flags.AD); // RFC 6840 section 5.7: say whether it is checked
            if (!isRecursive) {
                query.getHeader().unsetFlag(Flags.RD);
            }
            return query;
        } catch (TextParseException _) {
            throw new NoReply("the name is too long");
        }
    }

    private static Message sent(Message query, InetSocketAddress server, Duration patience)
            throws NoReply {
        var simple = new SimpleResolver(server);
        simple.setTimeout(patience);
        simple.setEDNS(0, UDP_OCTETS, 0, List.of());
        try {
            return simple.sendAsync(query)
                    .toCompletableFuture()
                    .get(patience.toMillis() + 50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new NoReply("no answer from " + server(server));
        } catch (ExecutionException e) {
            boolean isLate = String.valueOf(e.getCause()).contains("imed out");
            throw new NoReply(
                    isLate
                            ? "no answer from " + server(server)
                            : server(server) + " cannot be asked: " + reason(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NoReply("stopped");
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause instanceof PortUnreachableException || cause instanceof ConnectException
                ? "nothing listens there"
                : cause instanceof Exception known ? Reason.of(known) : cause.toString();
    }

    private static String server(InetSocketAddress server) {
        String host =
                server.isUnresolved()
                        ? server.getHostString()
                        : Addresses.text(server.getAddress());
        return server.getPort() == SimpleResolver.DEFAULT_PORT
                ? host
                : host + " port " + server.getPort();
    }
}
