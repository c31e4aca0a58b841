package hazel.config;

import static hazel.config.Setting.Kind.FLAG;
import static hazel.config.Setting.Kind.LIST;
import static hazel.config.Setting.Kind.NUMBER;
import static hazel.config.Setting.Kind.SECRET;
import static hazel.config.Setting.Kind.TEXT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every key there is, with its standard value and what it is for.
///
/// Long because it is one list, to be read from top to bottom.
public final class Settings {

    private static final List<Setting> ALL =
            List.of(
                    new Setting(
                            "account.*.address",
                            TEXT,
                            "",
                            "Your address, as it stands in From. Without one it is your login"
                                    + " name at this machine."),
                    new Setting("account.*.name", TEXT, "", "Your name, as it stands in From."),
                    new Setting(
                            "account.*.others",
                            LIST,
                            "[]",
                            "Further addresses of yours: known as you in replies, and offered"
                                    + " as From."),
                    new Setting(
                            "account.*.signature",
                            TEXT,
                            "",
                            "Text put under what you write, or a file's name after 'file:'."),
                    new Setting(
                            "account.*.incoming",
                            TEXT,
                            "maildir:~/Mail",
                            "Where mail is: maildir:DIR, mbox:FILE or DIR, mh:DIR,"
                                    + " imaps://USER@HOST (TLS, port 993), imap://USER@HOST"
                                    + " (STARTTLS, port 143; in clear only on this machine),"
                                    + " pop3s://USER@HOST (TLS, port 995), pop3://USER@HOST (STLS,"
                                    + " port 110; in clear only on this machine)."),
                    new Setting(
                            "account.*.into",
                            TEXT,
                            "",
                            "Where mail from a POP3 server is put, and read: maildir:DIR, mbox:FILE"
                                    + " or mh:DIR. Without it, a Maildir of the account's own in"
                                    + " ~/.local/share/hazel/mail."),
                    new Setting(
                            "account.*.keep",
                            NUMBER,
                            "14",
                            "For how many days a copy is left on the POP3 server after it was"
                                    + " fetched, 0 to 36500."),
                    new Setting(
                            "account.*.check",
                            NUMBER,
                            "5",
                            "How many minutes between two looks for new mail on the POP3 server"
                                    + " while the screens are open, 0 to 1440; 0 for none."),
                    new Setting(
                            "account.*.outgoing",
                            TEXT,
                            "relay:",
                            "How mail leaves: submissions://USER@HOST (TLS, port 465),"
                                + " submission://USER@HOST (STARTTLS, port 587), smtp://HOST"
                                + " (loopback only), sendmail:COMMAND, sendmail-bs:COMMAND (SMTP to"
                                + " 'COMMAND -bs', which answers for each recipient), relay: (the"
                                + " bundled relay)."),
                    new Setting(
                            "account.*.password",
                            SECRET,
                            "",
                            "How to get the password for incoming and outgoing: { command = \"pass"
                                    + " show mail\" }, { file = \"~/.secret\" } of mode 600, or the"
                                    + " text itself where this file has mode 600. With { oauth2 ="
                                    + " \"google\" } you sign in with a provider, by 'hazel account"
                                    + " login'; with { certificate = \"~/me.pem\", key ="
                                    + " \"~/me.key\" } by a certificate in TLS (not with POP3)."),
                    new Setting(
                            "account.*.auth",
                            TEXT,
                            "",
                            "The SASL mechanism that must be used, as SCRAM-SHA-256 or PLAIN; with"
                                    + " POP3 also USER or APOP. Without it, the strongest that is"
                                    + " offered."),
                    new Setting(
                            "account.*.trust",
                            TEXT,
                            "",
                            "A PEM file of certificates to trust besides the system's."),
                    new Setting(
                            "account.*.offline",
                            TEXT,
                            "30 days",
                            "Which messages on a server are kept on this machine before you read"
                                    + " them: all, those that came in the last days (\"30 days\"),"
                                    + " or read for none. What you read is kept always."),
                    new Setting(
                            "account.*.subscribed",
                            FLAG,
                            "false",
                            "Whether only those of a server's mailboxes are listed and kept here"
                                    + " that you are subscribed to. Any other is still opened by"
                                    + " its name."),
                    new Setting(
                            "account.*.sent",
                            TEXT,
                            "Sent",
                            "The mailbox for what was sent, \"\" for none. Where it is not set and"
                                + " the server says which mailbox is for that, that one; so with"
                                + " the next four."),
                    new Setting(
                            "account.*.drafts",
                            TEXT,
                            "Drafts",
                            "The mailbox for what is postponed, \"\" for none. Without one it is"
                                    + " kept in files of Hazel's own, as it is while you write."),
                    new Setting("account.*.trash", TEXT, "Trash", "The mailbox for deleted mail."),
                    new Setting("account.*.archive", TEXT, "Archive", "The mailbox for old mail."),
                    new Setting("account.*.junk", TEXT, "Junk", "The mailbox for junk."),
                    new Setting(
                            "account.*.sort",
                            TEXT,
                            "",
                            "The order of messages in the mailboxes of this account, where it is"
                                    + " not screen.sort."),
                    new Setting(
                            "account.*.notify",
                            FLAG,
                            "true",
                            "Whether new mail of this account is told of as [notify] says."),
                    new Setting(
                            "mailbox.*.sort",
                            TEXT,
                            "",
                            "The order of messages in some mailboxes. The name in the table is"
                                    + " ACCOUNT/MAILBOX, or MAILBOX in any account, with * for any"
                                    + " letters: [mailbox.\"work/Lists/*\"]. Of two that fit, what"
                                    + " the one with more letters says holds."),
                    new Setting(
                            "mailbox.*.address",
                            TEXT,
                            "",
                            "Which of your addresses you write as from there, where the message"
                                    + " that you answer was sent to none of them."),
                    new Setting(
                            "mailbox.*.signature",
                            TEXT,
                            "",
                            "The signature of what you write from there."),
                    new Setting(
                            "mailbox.*.sent",
                            TEXT,
                            "",
                            "The mailbox for copies of what you write from there, by the same"
                                    + " account; \".\" for the mailbox you write from, \"\" for"
                                    + " none. Where it is not set, the account's."),
                    new Setting(
                            "mailbox.*.offline",
                            TEXT,
                            "",
                            "Which messages of a server's mailbox are kept on this machine, where"
                                    + " that is another than for the account."),
                    new Setting(
                            "mailbox.*.notify",
                            FLAG,
                            "true",
                            "Whether new mail there is told of as [notify] says."),
                    new Setting(
                            "oauth2.*.client",
                            TEXT,
                            "",
                            "The client id that a provider gave you. For the providers google and"
                                    + " microsoft the addresses below are known."),
                    new Setting(
                            "oauth2.*.secret",
                            SECRET,
                            "",
                            "How to get the client secret, where the provider gave you one."),
                    new Setting(
                            "oauth2.*.authorize",
                            TEXT,
                            "",
                            "The page on which one signs in with the provider."),
                    new Setting("oauth2.*.token", TEXT, "", "Where the provider gives out tokens."),
                    new Setting(
                            "oauth2.*.device",
                            TEXT,
                            "",
                            "Where a sign-in on another device begins."),
                    new Setting("oauth2.*.scope", TEXT, "", "What is asked for."),
                    new Setting(
                            "oauth2.*.redirect",
                            TEXT,
                            "",
                            "What the provider wants this machine to be called: 127.0.0.1, the"
                                    + " usual, or localhost."),
                    new Setting("screen.keys", TEXT, "native", "The keys: native, mutt or pine."),
                    new Setting("screen.theme", TEXT, "dark", "The look: dark or light."),
                    new Setting(
                            "screen.bind",
                            LIST,
                            "[]",
                            "Keys of your own, each as in a keymap file: \"index x delete\"."),
                    new Setting(
                            "screen.editor",
                            TEXT,
                            "",
                            "Your editor; without it $VISUAL, then $EDITOR."),
                    new Setting(
                            "screen.browser",
                            TEXT,
                            "",
                            "The command that opens a link; the link is its last argument."),
                    new Setting(
                            "screen.sort",
                            TEXT,
                            "thread",
                            "The order in which messages are shown at first: date, arrival, from,"
                                    + " to, subject, size or thread; with reverse- before it the"
                                    + " other way round."),
                    new Setting(
                            "screen.width",
                            NUMBER,
                            "100",
                            "The widest that text is wrapped to, 40 to 400 columns."),
                    new Setting(
                            "send.undo",
                            NUMBER,
                            "10",
                            "For how many seconds a sent message can be taken back, 0 to 3600."),
                    new Setting(
                            "send.timeout",
                            NUMBER,
                            "60",
                            "How many seconds to wait for one answer of a server, 1 to 3600."),
                    new Setting(
                            "notify.by",
                            LIST,
                            "[]",
                            "How new mail is told of while the screens are open, beside the notice"
                                    + " line: osc9 or osc777 (the sequences by which terminals"
                                    + " show a notice), desktop (notify-send)."),
                    new Setting(
                            "notify.command",
                            TEXT,
                            "",
                            "A shell command run for each new message while the screens are open,"
                                    + " the message as one JSON object on its standard input, as"
                                    + " 'hazel watch --exec' has it."),
                    new Setting(
                            "trust.authserv",
                            LIST,
                            "[]",
                            "Servers that check your mail, by the name that they put first in"
                                    + " Authentication-Results: what they say there is believed."
                                    + " What others say is shown as not believed."),
                    new Setting(
                            "trust.hosts",
                            LIST,
                            "[]",
                            "Servers of yours that hand your mail on to each other, or the domains"
                                    + " that they are in: what they write in Received is believed."
                                    + " Without it, servers in one domain with the last one."),
                    new Setting(
                            "relay.listen",
                            LIST,
                            "[\"127.0.0.1:2525\"]",
                            "Where 'hazel relay run' listens: ADDRESS:PORT, smtps://ADDRESS:PORT"
                                + " (TLS from the first octet), lmtp://ADDRESS:PORT (loopback"
                                + " only), the path of a Unix socket, lmtp:PATH. An address that"
                                + " other machines reach needs a certificate, a key and somebody"
                                + " who may log in."),
                    new Setting(
                            "relay.certificate",
                            TEXT,
                            "",
                            "A PEM file of the relay's certificate and those above it: STARTTLS is"
                                    + " offered. Read again where it or the key has changed."),
                    new Setting(
                            "relay.key",
                            TEXT,
                            "",
                            "A PEM file of the key to it (BEGIN PRIVATE KEY), mode 600."),
                    new Setting(
                            "relay.logins.*",
                            SECRET,
                            "",
                            "A user who may log in and then send to anywhere, and how to get the"
                                    + " password."),
                    new Setting(
                            "relay.passwords",
                            TEXT,
                            "",
                            "A file of more such users, with hashes of their passwords: see 'hazel"
                                    + " relay password'."),
                    new Setting(
                            "relay.from",
                            LIST,
                            "[]",
                            "Networks that may send to anywhere without logging in, as"
                                    + " 192.168.1.0/24; 127.0.0.1 for all users of this machine,"
                                    + " of whom else only the one that the relay runs as, and"
                                    + " root, may."),
                    new Setting(
                            "relay.to",
                            LIST,
                            "[]",
                            "Domains to which anybody may send through this relay, as to a backup"
                                    + " MX."),
                    new Setting(
                            "relay.verify",
                            TEXT,
                            "domain",
                            "What is asked about senders on other machines: domain (theirs has to"
                                    + " exist), mailbox (a mail server of their domain is asked too"
                                    + " whether it would take mail for them; one that says neither"
                                    + " yes nor no within five seconds lets them pass) or off."),
                    new Setting(
                            "relay.refuse",
                            LIST,
                            "[]",
                            "Whose mail is refused: addresses, domains, '*.domain' for all within"
                                    + " one, networks."),
                    new Setting(
                            "relay.blocklists",
                            LIST,
                            "[]",
                            "DNS lists of addresses from which no mail is taken."),
                    new Setting(
                            "relay.marklists",
                            LIST,
                            "[]",
                            "DNS lists of addresses whose mail gets a field X-Hazel-Listed."),
                    new Setting(
                            "relay.malformed",
                            TEXT,
                            "refuse",
                            "What becomes of messages from other machines that break RFC 5322:"
                                    + " refuse, mark (X-Hazel-Malformed) or accept."),
                    new Setting(
                            "relay.filter",
                            TEXT,
                            "",
                            "A program, with its whole path, that gets each message from other"
                                    + " machines on its standard input, as '/usr/bin/spamc -c'. It"
                                    + " ends with 0: good, 1: junk, 99: discard, 100: refuse;"
                                    + " anything else: the client is told to come again."),
                    new Setting(
                            "relay.junk",
                            TEXT,
                            "mark",
                            "What becomes of junk: mark (X-Spam-Flag), refuse, or discard (it is"
                                    + " kept for a week; see hazel relay quarantine)."),
                    new Setting(
                            "relay.hooks.*",
                            TEXT,
                            "",
                            "A program, with its whole path, that has a say at connect, mail, rcpt"
                                    + " or data in what 'hazel relay run' takes, from other"
                                    + " machines and from this one. It"
                                    + " gets a JSON object on its standard input (phase, client,"
                                    + " hello, tls, user, from, to; at data size and header) and"
                                    + " answers with one line: accept, tag NAME=VALUE (a header"
                                    + " field), defer TEXT, reject CODE TEXT, or at data discard."
                                    + " Without an answer in five seconds mail of this machine and"
                                    + " of who has logged in is taken, and everybody else is told"
                                    + " to come again."),
                    new Setting(
                            "relay.metrics",
                            TEXT,
                            "",
                            "A file in which 'hazel relay run' keeps counters in Prometheus' text"
                                    + " format."),
                    new Setting(
                            "relay.domains",
                            LIST,
                            "[\"localhost\"]",
                            "Domains delivered here, besides this machine's name."),
                    new Setting(
                            "relay.users.*",
                            TEXT,
                            "",
                            "A local part and where its mail goes: ada = \"maildir:~/Mail\";"
                                    + " besides mailboxes lmtp://HOST:PORT, lmtp:/SOCKET, and"
                                    + " command:/PROGRAM WORDS, started without a shell."),
                    new Setting(
                            "relay.alias.*",
                            LIST,
                            "",
                            "A local part and what it stands for: addresses, or what else a file"
                                    + " of aliases may hold."),
                    new Setting(
                            "relay.aliases",
                            TEXT,
                            "",
                            "A file of aliases as aliases(5) has it, such as /etc/aliases. Failures"
                                    + " of mail to LIST go to owner-LIST, where there is one."),
                    new Setting(
                            "relay.catchall",
                            TEXT,
                            "",
                            "Who gets mail for local addresses that nobody has."),
                    new Setting(
                            "relay.unknown",
                            TEXT,
                            "refuse",
                            "What becomes of mail for local addresses that nobody has, where"
                                    + " relay.catchall names nobody: refuse (while the client is"
                                    + " there), or bounce (take it, and send the sender a report;"
                                    + " those of junk go to people who sent nothing)."),
                    new Setting(
                            "relay.permit",
                            LIST,
                            "[]",
                            "What aliases and .forward files may do besides naming addresses:"
                                    + " \"files\" to append mail to, \"commands\" to give it to."),
                    new Setting(
                            "relay.routes.*",
                            TEXT,
                            "",
                            "A domain, or \"*.lan\" for all beneath lan, and where its mail goes:"
                                    + " smtp://HOST:PORT, lmtp://HOST:PORT or lmtp:/SOCKET."),
                    new Setting(
                            "relay.smarthost",
                            TEXT,
                            "",
                            "Where the relay sends all other mail, as for 'outgoing'; without"
                                    + " one it is held."),
                    new Setting(
                            "relay.password", SECRET, "", "How to get the smarthost's password."),
                    new Setting("relay.auth", TEXT, "", "The SASL mechanism for the smarthost."),
                    new Setting(
                            "relay.trust",
                            TEXT,
                            "",
                            "A PEM file of certificates to trust for the smarthost."),
                    new Setting(
                            "relay.sender.*.smarthost",
                            TEXT,
                            "",
                            "Where the relay sends mail from a domain, before 'smarthost'."),
                    new Setting("relay.sender.*.password", SECRET, "", "How to get its password."),
                    new Setting("relay.sender.*.auth", TEXT, "", "The SASL mechanism for it."),
                    new Setting(
                            "relay.sender.*.trust",
                            TEXT,
                            "",
                            "A PEM file of certificates to trust for it."),
                    new Setting(
                            "relay.recipient.*.smarthost",
                            TEXT,
                            "",
                            "Where the relay sends mail to a domain, before 'smarthost'."),
                    new Setting(
                            "relay.recipient.*.password", SECRET, "", "How to get its password."),
                    new Setting("relay.recipient.*.auth", TEXT, "", "The SASL mechanism for it."),
                    new Setting(
                            "relay.recipient.*.trust",
                            TEXT,
                            "",
                            "A PEM file of certificates to trust for it."),
                    new Setting(
                            "relay.mx",
                            FLAG,
                            "false",
                            "Whether mail for which there is no smarthost is handed to the mail"
                                    + " servers of its domain. Most networks do not let it"
                                    + " through, and most servers do not take it from a machine at"
                                    + " home."),
                    new Setting("relay.mxport", NUMBER, "25", "The port of those mail servers."),
                    new Setting(
                            "relay.nameserver",
                            TEXT,
                            "",
                            "Who is asked for them, for the domains of senders and the lists of"
                                    + " addresses; without it, whoever this machine asks."),
                    new Setting(
                            "relay.retry.*",
                            TEXT,
                            "",
                            "When to try again, by the recipient's domain or \"*\", as Exim writes"
                                    + " it. Without any: F,2h,15m; G,16h,1h,1.5; F,4d,6h."),
                    new Setting(
                            "relay.connections",
                            NUMBER,
                            "10",
                            "How many connections to other hosts there may be, 1 to 1000."),
                    new Setting(
                            "relay.perhost",
                            NUMBER,
                            "2",
                            "How many of them to one host, 1 to 100."),
                    new Setting(
                            "relay.delay",
                            LIST,
                            "[\"4h\", \"24h\"]",
                            "After how long the sender is told that a message still waits."),
                    new Setting(
                            "alias.*", LIST, "", "A short name and the addresses it stands for."),
                    new Setting(
                            "search.*.query",
                            TEXT,
                            "",
                            "A search listed among the mailboxes under its name: what to look for,"
                                    + " as for 'hazel search'."),
                    new Setting(
                            "aliases",
                            TEXT,
                            "",
                            "A file of aliases as mutt writes them: alias NAME ADDRESS."));

    private Settings() {}

    public static List<Setting> all() {
        return ALL;
    }

    static Optional<Setting> of(List<String> path) {
        Setting exact = Known.EXACT.get(path);
        return exact == null
                ? Known.NAMED.stream().filter(s -> s.matches(path)).findFirst()
                : Optional.of(exact);
    }

    /// For looking settings up, which a start does often.
    private static final class Known {

        /// Those without a name that the user chooses.
        static final Map<List<String>, Setting> EXACT = new HashMap<>();

        static final List<Setting> NAMED = new ArrayList<>();

        static {
            for (Setting each : ALL) {
                if (each.key().contains("*")) {
                    NAMED.add(each);
                } else {
                    EXACT.put(List.of(each.key().split("\\.")), each);
                }
            }
        }

        private Known() {}
    }

    /// The known key that looks most like one that is not, where any is near.
    static Optional<String> nearest(List<String> path) {
        return Nearest.to(
                String.join(".", path), ALL.stream().map(s -> fill(s.key(), path)).toList());
    }

    /// The key with the user's own names where it has `*`.
    private static String fill(String key, List<String> path) {
        String[] words = key.split("\\.");
        for (int i = 0; i < words.length && i < path.size(); i++) {
            words[i] = words[i].equals("*") ? path.get(i) : words[i];
        }
        return String.join(".", words);
    }
}
