package hazel.dns;

import java.util.List;

/// What became of a question. That nobody could be asked is an answer too: what the DNS does not
/// know is permanent, and what it did not say may be said later.
public sealed interface Answer {

    /// There are such records.
    ///
    /// @param data at least one
    /// @param aliases the names that the question led to by CNAME records, the last of which has
    ///   the data; empty where the name itself has it
    record Found(List<Data> data, List<DomainName> aliases, Marks marks) implements Answer {
        public Found {
            data = List.copyOf(data);
            aliases = List.copyOf(aliases);
        }
    }

    /// The name exists and has no such records.
    record NoData(List<DomainName> aliases, Marks marks) implements Answer {
        public NoData {
            aliases = List.copyOf(aliases);
        }
    }

    /// The name, or the last of its aliases, does not exist (NXDOMAIN).
    record NoSuchName(List<DomainName> aliases, Marks marks) implements Answer {
        public NoSuchName {
            aliases = List.copyOf(aliases);
        }
    }

    /// What is in the DNS makes no sense, and will not by waiting: aliases that go in a circle.
    record Broken(List<DomainName> aliases, String reason) implements Answer {
        public Broken {
            aliases = List.copyOf(aliases);
        }
    }

    /// Nobody answered, or only that he cannot say: it may be different later.
    record NoAnswer(String reason) implements Answer {}

    /// @param isAuthoritative the server that answered has the zone itself (AA)
    /// @param isAuthentic the resolver says that it has checked the signatures (AD, RFC 4035); as
    ///   trustworthy as the way to it
    record Marks(boolean isAuthoritative, boolean isAuthentic) {
        public static final Marks NONE = new Marks(false, false);
    }

    /// The records of one kind; none where there is no such answer.
    default <D extends Data> List<D> all(Class<D> kind) {
        return this instanceof Found found
                ? found.data().stream().filter(kind::isInstance).map(kind::cast).toList()
                : List.of();
    }

    /// The names that the question led to.
    default List<DomainName> aliases() {
        return switch (this) {
            case Found f -> f.aliases;
            case NoData n -> n.aliases;
            case NoSuchName n -> n.aliases;
            case Broken b -> b.aliases;
            case NoAnswer _ -> List.of();
        };
    }

    default Marks marks() {
        return switch (this) {
            case Found f -> f.marks;
            case NoData n -> n.marks;
            case NoSuchName n -> n.marks;
            case Broken _, NoAnswer _ -> Marks.NONE;
        };
    }

    /// Whether it says something about the name, rather than about the asking.
    default boolean isAnswer() {
        return !(this instanceof NoAnswer);
    }
}
