package hazel.cli;

import hazel.dns.Addresses;
import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.text.Harmless;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A look-up as one of the usual tools asks and prints it, for whoever compares: `host`, `dig
/// +short` and `nslookup -type=mx`, each of BIND 9.
///
/// @param server that is asked; empty for the machine's own
record LookupStyle(Tool tool, Optional<InetSocketAddress> server, Resolver resolver) {

    /// The tools.
    enum Tool {
        host,
        nslookup,
        dig
    }

    /// What it would print, and whether it would find anything.
    record Printed(List<String> lines, boolean isFound) {}

    /// @param name empty where the address's names are asked for
    record Question(Optional<DomainName> name, Optional<InetAddress> address) {

        static Question of(DomainName name) {
            return new Question(Optional.of(name), Optional.empty());
        }

        static Question of(InetAddress address) {
            return new Question(Optional.empty(), Optional.of(address));
        }

        private DomainName asked() {
            return name.orElseGet(() -> DomainName.reverse(address.orElseThrow()));
        }

        private RecordType type() {
            return name.isPresent() ? RecordType.MX : RecordType.PTR;
        }

        private String typed() {
            return name.map(DomainName::toString)
                    .orElseGet(() -> Addresses.text(address.orElseThrow()));
        }
    }

    /// The command line that asks the same.
    String command(Question question) {
        String typed = question.typed();
        boolean isMx = question.type() == RecordType.MX;
        String at = server.map(s -> s.getAddress().getHostAddress()).orElse("");
        String port =
                server.filter(s -> s.getPort() != NameServerOption.PORT)
                        .map(s -> " " + s.getPort())
                        .orElse("");
        return switch (tool) {
            case host -> "host" + of(" -p", port) + " " + typed + of(" ", at);
            case nslookup ->
                    "nslookup"
                            + of(" -port=", port.strip())
                            + (isMx ? " -type=mx " : " ")
                            + typed
                            + of(" ", at);
            case dig ->
                    "dig +short"
                            + of(" -p", port)
                            + of(" @", at)
                            + (isMx ? " " + typed + " mx" : " -x " + typed);
        };
    }

    private static String of(String before, String value) {
        return value.isEmpty() ? "" : before + value;
    }

    /// @throws MailException where nobody answers
    Printed print(Question question) throws MailException {
        List<String> lines = new ArrayList<>();
        boolean isFound =
                switch (tool) {
                    case host -> {
                        server.ifPresent(s -> headOfHost(s, lines));
                        yield host(question, lines);
                    }
                    case nslookup -> {
                        server.filter(_ -> question.type() == RecordType.MX)
                                .ifPresent(s -> headOfNslookup(s, lines));
                        yield nslookup(question.asked(), ask(question), lines);
                    }
                    case dig -> dig(ask(question), lines);
                };
        return new Printed(lines.stream().map(LookupStyle::harmless).toList(), isFound);
    }

    /// Tabs are the tool's own.
    private static String harmless(String line) {
        return String.join(
                "\t", List.of(line.split("\t", -1)).stream().map(Harmless::line).toList());
    }

    private Answer ask(Question question) throws MailException {
        return ask(question.asked(), question.type());
    }

    private Answer ask(DomainName name, RecordType type) throws MailException {
        Answer answer = resolver.ask(name, type);
        return switch (answer) {
            case Answer.NoAnswer(var reason) ->
                    throw new MailException(
                            new Problem.Unreachable(
                                    name.toString(), "nobody can say now: " + reason));
            case Answer.Broken(_, var reason) ->
                    throw new MailException(new Problem.Malformed(name.toString(), reason));
            case Answer.Found _, Answer.NoData _, Answer.NoSuchName _ -> answer;
        };
    }

    private static String dotted(DomainName name) {
        return name.isRoot() ? "." : name + ".";
    }

    private static String place(InetSocketAddress server) {
        return server.getAddress().getHostAddress() + "#" + server.getPort();
    }

    private static void headOfHost(InetSocketAddress server, List<String> lines) {
        lines.add("Using domain server:");
        lines.add("Name: " + server.getAddress().getHostAddress());
        lines.add("Address: " + place(server));
        lines.add("Aliases: ");
        lines.add("");
    }

    private static void headOfNslookup(InetSocketAddress server, List<String> lines) {
        lines.add("Server:\t\t" + server.getAddress().getHostAddress());
        lines.add("Address:\t" + place(server));
        lines.add("");
    }

    /// Of a domain it asks for the addresses first, and of an alias for what it stands for.
    private boolean host(Question question, List<String> lines) throws MailException {
        DomainName name = question.asked();
        boolean isReverse = question.type() == RecordType.PTR;
        Answer answer = ask(name, isReverse ? RecordType.PTR : RecordType.A);
        for (DomainName alias : answer.aliases()) {
            lines.add(name + " is an alias for " + dotted(alias));
            name = alias;
        }
        if (answer instanceof Answer.NoSuchName) {
            lines.add(
                    "Host "
                            + (isReverse ? dotted(question.asked()) : question.asked())
                            + " not found: 3(NXDOMAIN)");
            return false;
        }
        int before = lines.size();
        for (Data.Pointer each : answer.all(Data.Pointer.class)) {
            lines.add(name + " domain name pointer " + dotted(each.name()));
        }
        if (!isReverse) {
            for (Data.Host each : answer.all(Data.Host.class)) {
                lines.add(name + " has address " + each);
            }
            for (Data.Host each : ask(name, RecordType.AAAA).all(Data.Host.class)) {
                lines.add(name + " has IPv6 address " + each);
            }
            for (Data.Mx each : ask(name, RecordType.MX).all(Data.Mx.class)) {
                lines.add(
                        name
                                + " mail is handled by "
                                + each.preference()
                                + " "
                                + dotted(each.exchange()));
            }
        }
        return lines.size() > before;
    }

    private static boolean nslookup(DomainName asked, Answer answer, List<String> lines) {
        if (answer instanceof Answer.NoSuchName) {
            lines.add("** server can't find " + asked + ": NXDOMAIN");
            return false;
        }
        if (!answer.marks().isAuthoritative()) {
            lines.add("Non-authoritative answer:");
        }
        DomainName name = asked;
        for (DomainName alias : answer.aliases()) {
            lines.add(name + "\tcanonical name = " + dotted(alias));
            name = alias;
        }
        if (!(answer instanceof Answer.Found)) {
            lines.add("*** Can't find " + asked + ": No answer");
            return false;
        }
        for (Data.Mx each : answer.all(Data.Mx.class)) {
            lines.add(
                    name
                            + "\tmail exchanger = "
                            + each.preference()
                            + " "
                            + dotted(each.exchange()));
        }
        for (Data.Pointer each : answer.all(Data.Pointer.class)) {
            lines.add(name + "\tname = " + dotted(each.name()));
        }
        return true;
    }

    private static boolean dig(Answer answer, List<String> lines) {
        answer.aliases().forEach(alias -> lines.add(dotted(alias)));
        answer.all(Data.Mx.class)
                .forEach(each -> lines.add(each.preference() + " " + dotted(each.exchange())));
        answer.all(Data.Pointer.class).forEach(each -> lines.add(dotted(each.name())));
        return answer instanceof Answer.Found;
    }
}
