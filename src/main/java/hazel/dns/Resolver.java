package hazel.dns;

import java.net.InetSocketAddress;

/// Who is asked. Blocks, never throws, and may be asked by many threads at once.
@FunctionalInterface
public interface Resolver {

    /// Aliases are followed, and what they lead to is the answer.
    Answer ask(DomainName name, RecordType type);

    /// Single name servers, each of which is asked for what it has itself.
    @FunctionalInterface
    interface Servers {

        /// The resolver that asks this server and no other, and does not ask it to ask others.
        Resolver at(InetSocketAddress server);
    }
}
