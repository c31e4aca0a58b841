package hazel.dns;

import java.net.InetAddress;
import java.util.List;

/// An address, its names, and whether they lead back to it (RFC 1912 section 2.1).
///
/// @param names as PTR records have them
/// @param confirmed those of the names that have the address
/// @param trouble why nobody could say; empty where somebody did
public record Reverse(
        InetAddress address, List<DomainName> names, List<DomainName> confirmed, String trouble) {

    private static final int MOST_NAMES = 8;

    public Reverse {
        names = List.copyOf(names);
        confirmed = List.copyOf(confirmed);
    }

    static Reverse of(InetAddress address, Resolver resolver) {
        Answer answer = resolver.ask(DomainName.reverse(address), RecordType.PTR);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            return new Reverse(address, List.of(), List.of(), reason);
        }
        List<DomainName> names =
                answer.all(Data.Pointer.class).stream()
                        .map(Data.Pointer::name)
                        .limit(MOST_NAMES)
                        .toList();
        RecordType type = address.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
        List<Answer> answers = Parallel.map(names, name -> resolver.ask(name, type));
        List<DomainName> confirmed =
                names.stream()
                        .filter(name ->
                                answers.get(names.indexOf(name)).all(Data.Host.class).stream()
                                        .anyMatch(h -> h.address().equals(address)))
                        .toList();
        return new Reverse(address, names, confirmed, "");
    }

    public boolean isConfirmed() {
        return !confirmed.isEmpty();
    }
}
