package hazel.discover;

import hazel.discover.Candidate.Protocol;
import hazel.discover.Candidate.Security;
import hazel.discover.Candidate.Source;
import hazel.dns.DomainName;
import hazel.mail.Address;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the files in which providers tell mail programs of their servers: `config-v1.1.xml`, the
/// format that Thunderbird began.
///
/// A file with a document type is refused whole, so that no entity is ever looked for or expanded.
final class Autoconfig {

    /// In characters of one element.
    private static final int LONGEST = 256;

    private static final int MOST_SERVERS = 16;

    private final Address address;
    private final List<Candidate> found = new ArrayList<>();
    private final Map<String, String> server = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private Autoconfig(Address address) {
        this.address = address;
    }

    /// The servers that a file names and that can be used; none where it is no such file.
    static List<Candidate> read(String xml, Address address) {
        var autoconfig = new Autoconfig(address);
        try {
            var factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            while (reader.hasNext()) {
                if (!autoconfig.take(reader.next(), reader)) {
                    return List.of();
                }
            }
            return List.copyOf(autoconfig.found);
        } catch (XMLStreamException _) {
            return List.of();
        }
    }

    /// @return whether to go on
    private boolean take(int event, XMLStreamReader reader) {
        switch (event) {
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                return false;
            }
            case XMLStreamConstants.START_ELEMENT -> {
                text.setLength(0);
                if (isServer(reader.getLocalName())) {
                    server.clear();
                    server.put("type", String.valueOf(reader.getAttributeValue(null, "type")));
                }
            }
            case XMLStreamConstants.CHARACTERS ->
                    text.append(reader.getText(), 0, Math.min(LONGEST, reader.getTextLength()));
            case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
            default -> {}
        }
        return true;
    }

    private static boolean isServer(String element) {
        return element.equals("incomingServer") || element.equals("outgoingServer");
    }

    private void end(String element) {
        if (isServer(element) && found.size() < MOST_SERVERS) {
            candidate().ifPresent(found::add);
        } else {
            server.putIfAbsent(element, text.toString().strip());
        }
        text.setLength(0);
    }

    private Optional<Candidate> candidate() {
        Optional<Protocol> protocol =
                switch (server.getOrDefault("type", "")) {
                    case "imap" -> Optional.of(Protocol.IMAP);
                    case "pop3" -> Optional.of(Protocol.POP3);
                    case "smtp" -> Optional.of(Protocol.SUBMISSION);
                    default -> Optional.empty();
                };
        Optional<Security> security =
                switch (server.getOrDefault("socketType", "").toUpperCase(Locale.ROOT)) {
                    case "SSL" -> Optional.of(Security.TLS);
                    case "STARTTLS" -> Optional.of(Security.STARTTLS);
                    default -> Optional.empty(); // in clear
                };
        Optional<DomainName> host = DomainName.parse(filled(server.getOrDefault("hostname", "")));
        String port = server.getOrDefault("port", "");
        if (protocol.isEmpty()
                || security.isEmpty()
                || host.isEmpty()
                || host.get().isWrittenAsAddress()
                || !port.matches("[1-9][0-9]{0,4}")
                || Integer.parseInt(port) > 65535) {
            return Optional.empty();
        }
        return Optional.of(
                new Candidate(
                        protocol.get(),
                        host.get().text(),
                        Integer.parseInt(port),
                        security.get(),
                        user(),
                        Source.AUTOCONFIG));
    }

    private Optional<String> user() {
        String user = filled(server.getOrDefault("username", ""));
        boolean isPlain =
                !user.isEmpty() && user.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/');
        return isPlain ? Optional.of(user) : Optional.empty();
    }

    private String filled(String value) {
        return value.replace("%EMAILADDRESS%", address.addrSpec())
                .replace("%EMAILLOCALPART%", address.localPart())
                .replace("%EMAILDOMAIN%", address.domain());
    }
}
