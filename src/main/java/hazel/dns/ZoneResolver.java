package hazel.dns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Answers from a zone file, as the zone's name server would.
final class ZoneResolver implements Resolver {

    private static final Answer ELSEWHERE = new Answer.NoAnswer("not in this zone");

    private final DomainName zone;
    private final Map<DomainName, List<ZoneRecord>> byOwner;

    /// Also those that have no record and others beneath them.
    private final Set<DomainName> names = new HashSet<>();

    ZoneResolver(DomainName zone, List<ZoneRecord> records) {
        this.zone = zone;
        this.byOwner = records.stream().collect(Collectors.groupingBy(ZoneRecord::owner));
        byOwner.keySet().forEach(owner -> names.addAll(owner.upwards()));
    }

    List<ZoneRecord> at(DomainName owner) {
        return byOwner.getOrDefault(owner, List.of());
    }

    @Override
    public Answer ask(DomainName name, RecordType type) {
        List<DomainName> aliases = new ArrayList<>();
        DomainName at = name;
        while (true) {
            if (!isHere(at)) {
                return ELSEWHERE;
            }
            List<Data> data = data(at, type);
            if (!data.isEmpty()) {
                return new Answer.Found(data, aliases, Answer.Marks.NONE);
            }
            List<Data> alias = data(at, RecordType.CNAME);
            if (alias.isEmpty()) {
                return names.contains(at)
                        ? new Answer.NoData(aliases, Answer.Marks.NONE)
                        : new Answer.NoSuchName(aliases, Answer.Marks.NONE);
            }
            at = ((Data.Alias) alias.getFirst()).target();
            if (aliases.contains(at) || at.equals(name)) {
                return new Answer.Broken(aliases, "the aliases go in a circle");
            }
            aliases.add(at);
        }
    }

    /// Whether this zone knows the name: it is neither outside, nor handed to other servers, nor
    /// what a wildcard may stand for.
    private boolean isHere(DomainName name) {
        if (!name.isWithin(zone)) {
            return false;
        }
        for (DomainName above : name.upwards()) {
            if (above.equals(zone)) {
                return true;
            }
            boolean isDelegated = at(above).stream().anyMatch(r -> r.is(RecordType.NS));
            boolean isWild = !names.contains(name) && names.contains(above.parent().child("*"));
            if (isDelegated || isWild) {
                return false;
            }
        }
        return true;
    }

    private List<Data> data(DomainName name, RecordType type) {
        return at(name).stream().filter(r -> r.is(type)).flatMap(r -> r.data().stream()).toList();
    }
}
