package hazel.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/// A list of addresses from which some do not take mail, asked in the DNS (RFC 5782).
public record BlockList(DomainName zone) {

    /// Those that many servers ask, and that answer anybody a few times.
    public static final List<BlockList> USUAL =
            List.of(
                    new BlockList(DomainName.of("zen.spamhaus.org")),
                    new BlockList(DomainName.of("bl.spamcop.net")),
                    new BlockList(DomainName.of("psbl.surriel.com")));

    /// What one list says of an address.
    ///
    /// @param text in the list's own words, or why it says nothing
    public record Listing(DomainName list, State state, String text) {}

    /// Whether an address is on a list.
    public enum State {
        LISTED,
        NOT_LISTED,
        /// It does not do what a list has to (section 5): it is not heeded.
        BROKEN,
        NO_ANSWER
    }

    /// Blocks.
    public Listing look(InetAddress address, Resolver resolver) {
        boolean isV4 = address.getAddress().length == 4;
        List<Answer> answers =
                Parallel.map(
                        List.of(DomainName.listed(address, zone), test(isV4, "2"), test(isV4, "1")),
                        name -> resolver.ask(name, RecordType.A));
        Answer answer = answers.getFirst();
        if (answers.stream().anyMatch(BlockList::refuses)) {
            return listing(State.BROKEN, "it does not answer this resolver");
        }
        if (answer instanceof Answer.NoAnswer(var reason)) {
            return listing(State.NO_ANSWER, reason);
        }
        if (answers.get(1).isAnswer() && !(answers.get(1) instanceof Answer.Found)) {
            return listing(
                    State.BROKEN, "it does not list the address that every list lists as a test");
        }
        if (answers.get(2) instanceof Answer.Found) {
            return listing(State.BROKEN, "it lists everybody");
        }
        if (!(answer instanceof Answer.Found)) {
            return listing(State.NOT_LISTED, "");
        }
        String codes =
                answer.all(Data.Host.class).stream()
                        .map(Data.Host::toString)
                        .collect(Collectors.joining(", "));
        String words =
                resolver
                        .ask(DomainName.listed(address, zone), RecordType.TXT)
                        .all(Data.Text.class)
                        .stream()
                        .map(Data.Text::text)
                        .collect(Collectors.joining("; "));
        return listing(State.LISTED, words.isEmpty() ? codes : codes + ": " + words);
    }

    /// Section 5: every list has 127.0.0.2 or its IPv6 form, and none 127.0.0.1.
    private DomainName test(boolean isV4, String last) {
        return zone.child(
                isV4 ? last + ".0.0.127" : last + ".0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20));
    }

    /// Several lists answer 127.255.255.x to whom they do not want to serve.
    private static boolean refuses(Answer answer) {
        return answer.all(Data.Host.class).stream()
                .anyMatch(host -> host.toString().startsWith("127.255.255."));
    }

    private Listing listing(State state, String text) {
        return new Listing(zone, state, text);
    }
}
