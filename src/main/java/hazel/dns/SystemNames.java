package hazel.dns;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/// Looks the names of servers up as every other program on this machine does: `/etc/hosts`, mDNS
/// and whatever else the system's resolver knows. Questions about mail go by [Resolver].
///
/// The JVM takes the first provider that it finds. Without this one, in the first jar, it would
/// look into every jar for another, which takes a start milliseconds, and find dnsjava's.
public final class SystemNames extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return configuration.builtinResolver();
    }

    @Override
    public String name() {
        return "the system's";
    }
}
