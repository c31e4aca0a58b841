package hazel.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The words that Hazel uses of mail, each in a sentence or two.
final class Glossary {

    /// @param names the first is the usual one; in small letters
    /// @param source where it is laid down
    record Term(List<String> names, String meaning, String source) {}

    static final List<Term> TERMS =
            List.of(
                    term(
                            "mua, mail user agent",
                            "The program in which a person reads and writes mail. Hazel is one.",
                            "RFC 5598 section 4.2.1"),
                    term(
                            "msa, submission, mail submission agent",
                            "The server that takes mail from its own users, who log in: port 465"
                                    + " with TLS, or 587 with STARTTLS. It puts right what a"
                                    + " message lacks. Over the network it cannot tell a user of"
                                    + " the same machine from anybody else, so everybody logs in.",
                            "RFC 6409"),
                    term(
                            "mta, mail transfer agent",
                            "A server that takes a message and passes it on towards its recipients,"
                                    + " port 25. Once it has said 250 the message is its care: it"
                                    + " delivers it, passes it on, or sends it back.",
                            "RFC 5598 section 4.3.2"),
                    term(
                            "mda, mail delivery agent",
                            "What puts a message into a mailbox.",
                            "RFC 5598 section 4.3.3"),
                    term(
                            "letter, message, header",
                            "What is read: fields such as From and Subject, an empty line, the"
                                    + " text. Nothing in it decides where it goes, and anybody can"
                                    + " write anything into it.",
                            "RFC 5322"),
                    term(
                            "envelope",
                            "What the servers go by: who it is from (MAIL FROM) and for whom (RCPT"
                                    + " TO). It need not be what the message says: a blind copy and"
                                    + " the members of a list stand on the envelope alone. 'hazel"
                                    + " demo --tour' shows both side by side.",
                            "RFC 5321 section 2.3.1"),
                    term(
                            "return path, reverse path, envelope sender",
                            "The sender on the envelope, to whom failures are reported; Return-Path"
                                    + " where a message was delivered. Empty, <>, in reports"
                                    + " themselves, so that no report is made of a report.",
                            "RFC 5321 section 4.5.5"),
                    term(
                            "bounce, dsn, delivery status notification",
                            "The report that a message was not delivered, is late, or has arrived:"
                                    + " for whom, why, and what of the message was sent.",
                            "RFC 3464"),
                    term(
                            "smtp, esmtp",
                            "How servers hand mail to each other, a line for a line. With EHLO"
                                    + " comes what the server can do besides.",
                            "RFC 5321"),
                    term(
                            "lmtp",
                            "SMTP to a mailbox: the answer to the message comes for each recipient"
                                    + " by itself.",
                            "RFC 2033"),
                    term(
                            "bsmtp, batch smtp",
                            "Messages with their envelopes as SMTP commands in a file, to be"
                                    + " carried by hand: 'hazel relay export' and 'import'.",
                            "RFC 2442"),
                    term(
                            "relay",
                            "A server that passes mail on for others; in Hazel, the one that comes"
                                    + " with it.",
                            "RFC 5321 section 2.3.10"),
                    term(
                            "open relay",
                            "A server that passes on mail from anybody to anywhere. Spam soon goes"
                                    + " through it, and nobody takes its mail any more.",
                            "RFC 2505"),
                    term(
                            "smarthost",
                            "The server that a relay hands everything to which is for elsewhere,"
                                    + " usually that of the provider.",
                            "RFC 5598 section 4.3.2"),
                    term(
                            "mx, mail exchanger",
                            "The DNS record that names a server which takes mail for a domain. The"
                                    + " lowest preference is tried first, equal ones in any order."
                                    + " Without one, the domain's own address is used.",
                            "RFC 5321 section 5.1"),
                    term("null mx", "'MX 0 .': the domain takes no mail at all.", "RFC 7505"),
                    term(
                            "alias",
                            "A name that stands for other addresses; in the DNS (CNAME), a name"
                                    + " that stands for another.",
                            "RFC 5321 section 3.9.1"),
                    term(
                            "detail, plus addressing",
                            "ada+lists is ada, where the server knows that; what follows the plus"
                                    + " is hers to choose.",
                            "RFC 5233"),
                    term(
                            "received",
                            "The field that each server writes above a message that it takes: from"
                                    + " whom, when, under which id. Those of your own servers can"
                                    + " be believed; what is below was handed in. 'hazel trace'"
                                    + " reads them.",
                            "RFC 5321 section 4.4"),
                    term(
                            "queue",
                            "What a server has taken and not handed on yet. It tries again at"
                                    + " growing intervals, and gives up after some days.",
                            "RFC 5321 section 4.5.4"),
                    term(
                            "greylisting",
                            "A server says 'not now' to who comes for the first time. Honest"
                                    + " servers come again.",
                            "RFC 6647"),
                    term(
                            "block list, dnsbl, rbl",
                            "A list of addresses that spam comes from, or that should send none,"
                                    + " asked by the DNS. 'hazel dns ADDRESS' asks some.",
                            "RFC 5782"),
                    term(
                            "call-out",
                            "Asking a sender's own server whether the sender exists. It costs"
                                    + " others time, and the answer is often not the truth.",
                            "RFC 5321 section 3.5.3"),
                    term(
                            "spf",
                            "A domain says in the DNS which addresses may send with it on the"
                                    + " envelope.",
                            "RFC 7208"),
                    term(
                            "dkim",
                            "A domain signs messages; its key is in the DNS. Changed on the way,"
                                    + " the signature no longer holds.",
                            "RFC 6376"),
                    term(
                            "dmarc",
                            "A domain says what to do with mail that has it in From, and that"
                                    + " neither SPF nor DKIM vouches for.",
                            "RFC 7489"),
                    term(
                            "starttls",
                            "TLS that begins within a session. Who asks for it has to insist, or"
                                    + " somebody in between can take the offer away.",
                            "RFC 3207"),
                    term(
                            "mta-sts",
                            "A domain says by the web that its servers have TLS with good"
                                + " certificates, and that mail rather waits than goes without.",
                            "RFC 8461"),
                    term("dane", "The same, said in a signed DNS (TLSA).", "RFC 7672"));

    private Glossary() {}

    private static Term term(String names, String meaning, String source) {
        return new Term(List.of(names.split(", ")), meaning, source);
    }

    /// @param typed in any case, with blanks or hyphens
    static Optional<Term> find(String typed) {
        String wanted = key(typed);
        return TERMS.stream()
                .filter(term -> term.names().stream().anyMatch(n -> key(n).equals(wanted)))
                .findFirst();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ -]+", "");
    }
}
