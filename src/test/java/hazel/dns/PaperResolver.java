package hazel.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The whole DNS on a sheet of paper: answers from records written as in a zone file of the root.
public final class PaperResolver implements Resolver {

    private record Question(DomainName name, RecordType type) {}

    private final Map<Question, List<Data>> records = new HashMap<>();
    private final Set<DomainName> names = new HashSet<>();
    private final Set<DomainName> silent = new HashSet<>();
    private Answer.Marks marks = new Answer.Marks(true, false);

    /// @param zone records, one on a line, all names with their final dots
    public static PaperResolver of(String zone) {
        var resolver = new PaperResolver();
        for (ZoneRecord record : ZoneReader.read(zone, DomainName.ROOT).records()) {
            var question = new Question(record.owner(), RecordType.valueOf(record.type()));
            resolver.records
                    .computeIfAbsent(question, _ -> new ArrayList<>())
                    .add(record.data().orElseThrow());
            resolver.names.addAll(record.owner().upwards());
        }
        return resolver;
    }

    /// About this name nobody answers.
    public PaperResolver silentAbout(String name) {
        silent.add(DomainName.of(name));
        return this;
    }

    public PaperResolver signed() {
        marks = new Answer.Marks(true, true);
        return this;
    }

    PaperResolver unauthoritative() {
        marks = Answer.Marks.NONE;
        return this;
    }

    /// One sheet for each name server.
    public static Resolver.Servers servers(Map<String, Resolver> byAddress) {
        return (InetSocketAddress at) ->
                byAddress.getOrDefault(
                        Addresses.text(at.getAddress()),
                        (_, _) -> new Answer.NoAnswer("no answer from " + at.getHostString()));
    }

    static Answer none(String domain, RecordType type) {
        return of("").ask(DomainName.of(domain), type);
    }

    @Override
    public Answer ask(DomainName name, RecordType type) {
        List<DomainName> aliases = new ArrayList<>();
        DomainName at = name;
        while (true) {
            if (silent.contains(at)) {
                return new Answer.NoAnswer("no answer from 192.0.2.53");
            }
            List<Data> data = records.getOrDefault(new Question(at, type), List.of());
            if (!data.isEmpty()) {
                return new Answer.Found(data, aliases, marks);
            }
            List<Data> alias = records.getOrDefault(new Question(at, RecordType.CNAME), List.of());
            if (alias.isEmpty()) {
                return names.contains(at)
                        ? new Answer.NoData(aliases, marks)
                        : new Answer.NoSuchName(aliases, marks);
            }
            at = ((Data.Alias) alias.getFirst()).target();
            if (at.equals(name) || aliases.contains(at)) {
                return new Answer.Broken(aliases, "the aliases go in a circle");
            }
            aliases.add(at);
        }
    }
}
