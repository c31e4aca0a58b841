package hazel.smtp;

import static java.util.stream.Collectors.toMap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server's offers mean: the keywords in its answer to EHLO (RFC 5321 section 4.1.1.1, and
/// IANA's list of service extensions).
public final class OfferWords {

    private static final Map<String, String> KEYWORDS =
            """
            STARTTLS the connection can be protected by TLS
            AUTH one can log in, in these ways
            SIZE the largest message it takes, in octets
            PIPELINING several commands may be sent without waiting
            8BITMIME text outside ASCII may be sent as it is
            SMTPUTF8 addresses outside ASCII are understood
            CHUNKING a message may be sent in pieces of known size
            BINARYMIME a message may hold any octets
            DSN reports of delivery can be asked for
            ENHANCEDSTATUSCODES answers have a second, finer code
            ENHANCED-STATUS-CODES answers have a second, finer code
            VRFY one may ask whether an address exists
            ETRN one may ask for mail that waits here
            EXPN one may ask who is on a list
            HELP it explains its commands
            DELIVERBY a message may have to be delivered by a time
            REQUIRETLS TLS can be demanded on the whole way
            LIMITS how much it takes at once
            PIPECONNECT a client it knows may speak before the greeting
            PRDR each recipient may get an answer of its own
            BURL a message may be taken from an IMAP server
            CHECKPOINT a message that broke off may be gone on with
            CONPERM a message may be converted where its sender permits
            CONNEG what a recipient can read may be asked
            FUTURERELEASE a message may be held until a time
            MT-PRIORITY a message may have a priority
            MTRK a message can be followed on its way
            NO-SOLICITING it says which advertisements it does not want
            RRVS it can be asked whether a mailbox still has the same owner
            SUBMITTER who is responsible for a message may be said
            UTF8SMTP addresses outside ASCII are understood, in an old way
            ATRN mail that waits here can be had on this connection
            SAML a message may also be shown on a terminal
            SEND a message may be shown on a terminal
            SOML a message may be shown on a terminal, or mailed
            TURN client and server may change places
            TIME it tells its time
            XCLIENT a trusted program may say who the client is
            XFORWARD a trusted program may say for whom it hands on
            XEXCH50 for servers of Exchange among themselves
            X-EXPS for servers of Exchange among themselves
            X-ANONYMOUSTLS for servers of Exchange among themselves
            XRDST for servers of Exchange among themselves
            """
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .collect(toMap(words -> words[0], words -> words[1]));

    private OfferWords() {}

    /// In a few words; empty for a keyword that is not known.
    public static Optional<String> of(String keyword) {
        return Optional.ofNullable(KEYWORDS.get(keyword.toUpperCase(Locale.ROOT)));
    }
}
