package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Networks;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.store.MailboxName;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A relay for `home.test` with Ada and Grace, and a client that speaks to it.
final class Relays {

    static final RelayLimits LIMITS = limits(100_000, 1000, 20, 20);

    private Relays() {}

    static RelayLimits limits(long octets, int recipients, int mistakes, int connections) {
        return limits(octets, recipients, mistakes, connections, Duration.ofMinutes(1), 0);
    }

    /// @param patience for a line, and for a message
    static RelayLimits limits(
            long octets,
            int recipients,
            int mistakes,
            int connections,
            Duration patience,
            long freeOctets) {
        return new RelayLimits(
                octets,
                recipients,
                mistakes,
                connections,
                20,
                patience,
                patience,
                Duration.ofHours(1),
                freeOctets);
    }

    /// A message that arrived at a user's.
    record Arrived(String user, Address recipient, String text) {}

    static final class Inbox implements LocalDelivery {
        private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

        @Override
        public void deliver(String user, Address recipient, byte[] message) {
            arrived.add(
                    new Arrived(user, recipient, new String(message, StandardCharsets.ISO_8859_1)));
        }

        Arrived next() throws InterruptedException {
            Arrived next = arrived.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing arrived");
            }
            return next;
        }

        boolean isEmpty() {
            return arrived.isEmpty();
        }
    }

    static RelaySettings settings(Path directory, RelayLimits limits, ListenOn... listen) {
        return settings(directory, limits, Inbound.NONE, listen);
    }

    static RelaySettings settings(
            Path directory, RelayLimits limits, Inbound inbound, ListenOn... listen) {
        return new RelaySettings(
                directory,
                "mx.test",
                List.of(listen),
                Set.of("home.test"),
                Map.of("ada", MailboxName.INBOX, "grace", MailboxName.INBOX),
                RoutingSettings.NONE,
                Optional.of("ada"),
                Map.of(),
                Retries.DEFAULT,
                limits,
                inbound);
    }

    /// Nobody logs in, and everybody is looked at.
    static Inbound inbound(Checks checks) {
        return new Inbound(
                Optional.empty(),
                Optional.empty(),
                Networks.NONE,
                Set.of(),
                checks,
                Optional.empty());
    }

    static ListenOn loopback(Reach reach) throws MailException {
        return ListenOn.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), reach);
    }

    static Relay.Wiring wiring(LocalDelivery local) {
        return new Relay.Wiring(local, Optional.empty(), InstantSource.system(), () -> 0);
    }

    /// Speaks SMTP by hand.
    static final class Talk implements AutoCloseable {
        private final AutoCloseable socket;
        private final OutputStream out;
        private final BufferedReader in;

        private Talk(AutoCloseable socket, java.io.InputStream in, OutputStream out) {
            this.socket = socket;
            this.out = out;
            this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        static Talk with(Relay relay) throws IOException, MailException {
            return with(((InetSocketAddress) relay.addresses().getFirst()).getPort());
        }

        static Talk with(int port) throws IOException {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            return new Talk(socket, socket.getInputStream(), socket.getOutputStream());
        }

        static Talk with(Path unixSocket) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(unixSocket));
            return new Talk(
                    channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        }

        /// Sends octets as they are.
        Talk raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        /// The next reply, its lines joined by `|`; `closed` where there is none.
        String reply() throws IOException {
            var all = new StringBuilder();
            while (true) {
                String line = in.readLine();
                if (line == null) {
                    return "closed";
                }
                all.append(all.isEmpty() ? "" : "|").append(line);
                if (line.length() < 4 || line.charAt(3) != '-') {
                    return all.toString();
                }
            }
        }

        String say(String line) throws IOException {
            raw(line + "\r\n");
            return reply();
        }

        /// Sends no more, and goes on to read.
        Talk halfClose() throws IOException {
            ((Socket) socket).shutdownOutput();
            return this;
        }

        /// Greeting to 354.
        Talk upToData(String from, String... to) throws IOException {
            upToRcpt(from, to).say("DATA");
            return this;
        }

        /// Greeting to the last recipient.
        Talk upToRcpt(String from, String... to) throws IOException {
            reply();
            say("EHLO client.test");
            say("MAIL FROM:<" + from + ">");
            for (String path : to) {
                say("RCPT TO:<" + path + ">");
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            try {
                socket.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
