package hazel.smtp;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the codes of replies mean, in words for whoever sent the message.
public final class ReplyWords {

    /// RFC 5321 section 4.2.3, RFC 4954 section 6, RFC 7504.
    private static final Map<Integer, String> CODES =
            Map.ofEntries(
                    Map.entry(211, "the server says how it stands"),
                    Map.entry(214, "the server explains its commands"),
                    Map.entry(220, "the server is ready"),
                    Map.entry(221, "the server says goodbye"),
                    Map.entry(235, "the login is accepted"),
                    Map.entry(250, "done"),
                    Map.entry(251, "the user is elsewhere; the server passes the message on"),
                    Map.entry(252, "the server does not say whether the user exists"),
                    Map.entry(334, "the server asks for the next part of the login"),
                    Map.entry(354, "the server waits for the message"),
                    Map.entry(421, "the server ends the session; to be tried again later"),
                    Map.entry(432, "a new password has to be set first"),
                    Map.entry(
                            450, "the mailbox cannot be used now: it is busy, or the server waits"),
                    Map.entry(451, "something went wrong at the server; later it may work"),
                    Map.entry(452, "the server has no room now, or there are too many recipients"),
                    Map.entry(454, "the login or TLS is not to be had now; later it may be"),
                    Map.entry(455, "the server cannot do what was asked with the command now"),
                    Map.entry(500, "the server does not know the command"),
                    Map.entry(501, "the server does not understand what stands in the command"),
                    Map.entry(502, "the server does not do this"),
                    Map.entry(503, "the commands came in an order that the server does not take"),
                    Map.entry(504, "the server does not do this in that way"),
                    Map.entry(521, "the host takes no mail at all"),
                    Map.entry(530, "one has to log in first, or to use TLS"),
                    Map.entry(534, "this way of logging in is too weak for the server"),
                    Map.entry(
                            535, "the login is refused: the user's name or the password is wrong"),
                    Map.entry(538, "this way of logging in needs TLS"),
                    Map.entry(550, "the mailbox does not exist, or the server refuses"),
                    Map.entry(551, "the user is elsewhere, and the server does not pass mail on"),
                    Map.entry(552, "the message is too large, or the mailbox is full"),
                    Map.entry(553, "the address is not one that the server allows"),
                    Map.entry(554, "the server refuses"),
                    Map.entry(555, "the server does not know what was asked with the command"),
                    Map.entry(556, "the recipient's domain takes no mail at all"));

    /// RFC 3463 section 3 and IANA's list of others: subject and detail, then what they mean.
    private static final Map<String, String> DETAILS =
            """
            0.0 nothing more is said
            1.0 something about an address
            1.1 there is no such mailbox
            1.2 there is no such domain, or it cannot take mail
            1.3 the recipient's address is not written as one
            1.4 the address fits more than one mailbox
            1.5 the address is right
            1.6 the mailbox has moved, nobody knows where
            1.7 the sender's address is not written as one
            1.8 the sender's domain does not exist, or cannot take mail
            1.9 the message went on to a system that sends no reports
            1.10 the domain says that it takes no mail (null MX)
            2.0 something about the mailbox
            2.1 the mailbox takes no mail
            2.2 the mailbox is full
            2.3 the message is larger than the mailbox allows
            2.4 the list could not be expanded
            3.0 something about the mail system
            3.1 the system has no room
            3.2 the system takes no mail now
            3.3 the system cannot do what the message needs
            3.4 the message is too large for the system
            3.5 the system is set up wrongly
            3.6 the system changed the priority that was asked for
            4.0 something about the network
            4.1 the host did not answer
            4.2 the connection broke
            4.3 a name server or another directory failed
            4.4 no way leads to the domain
            4.5 there is too much mail on the way
            4.6 the message goes in a circle
            4.7 it took too long, and was given up
            5.0 something about the protocol
            5.1 the command is not one, or not in order
            5.2 the command is not written as it should be
            5.3 there are too many recipients
            5.4 what stands in the command makes no sense
            5.5 the versions of the protocol do not fit
            5.6 a line of the login is too long
            6.0 something about the content
            6.1 content of this kind is not taken
            6.2 it would have to be converted, and may not be
            6.3 it would have to be converted, and cannot be
            6.4 it was converted, and something was lost
            6.5 it could not be converted
            6.6 the content is not to be had
            6.7 addresses outside ASCII are not allowed
            6.8 the answer would have to be in UTF-8
            6.9 a header in UTF-8 cannot go on
            6.10 addresses outside ASCII are not allowed
            7.0 something about security or policy
            7.1 you may not send this to there
            7.2 you may not send to this list
            7.3 it would have to be converted, which security does not allow
            7.4 the security that was asked for is not to be had
            7.5 something about keys or encryption failed
            7.6 the encryption is not understood
            7.7 the message was changed on the way
            7.8 the user's name or the password is wrong
            7.9 this way of logging in is too weak
            7.10 TLS is needed
            7.11 this way of logging in needs TLS
            7.12 a new password has to be set first
            7.13 the user's account is disabled
            7.14 the server has to know yours
            7.15 the priority is too low
            7.16 the message is too large for its priority
            7.17 the mailbox has another owner now
            7.18 the domain has another owner now
            7.19 it cannot be found out whether the mailbox has another owner
            7.20 no signature (DKIM) is right
            7.21 no signature (DKIM) is one that the server accepts
            7.22 no signature (DKIM) is of the author's domain
            7.23 the sender's domain does not permit your server (SPF)
            7.24 the SPF record of the sender's domain makes no sense
            7.25 the name of your server's address does not lead back to it
            7.26 nothing speaks for the author's domain (DMARC, SPF, DKIM)
            7.27 the sender's domain takes no mail (null MX)
            7.28 too much came at once
            7.29 the chain of those who handed it on does not hold (ARC)
            7.30 the message wants TLS on the whole way
            """
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .collect(toMap(words -> words[0], words -> words[1]));

    /// As Postfix, Exim, Sendmail, Exchange and others say that they pass mail on only for their
    /// own users; no code stands for that alone.
    private static final Pattern NOT_OURS =
            Pattern.compile(
                    "(?i)\\brelay(?:ing)?\\b.*\\b(?:denied|permitted|allowed|prohibited|refused"
                            + "|rejected)\\b|\\b(?:denied|unable|refuse[sd]?|cannot)\\b.*\\brelay"
                            + "|\\blog ?in first\\b|\\bauthentication (?:is )?required\\b"
                            + "|\\b(?:must|please) authenticate\\b");

    private ReplyWords() {}

    /// What a sender can do about a refusal, where its words tell.
    ///
    /// @param reply with its code
    public static Optional<String> remedy(String reply) {
        boolean isOfLogin = reply.startsWith("530") || NOT_OURS.matcher(reply).find();
        return reply.startsWith("5") && isOfLogin
                ? Optional.of(
                        "the server passes mail on only for its own users who have logged in: give"
                                + " the account's outgoing server a user and a password, or send as"
                                + " the account whose server it is")
                : Optional.empty();
    }

    /// What a code means, in a few words; where it is not a known one, what its first digit says.
    ///
    /// @param code 200 to 599
    public static String of(int code) {
        return Optional.ofNullable(CODES.get(code))
                .orElseGet(() ->
                        switch (code / 100) {
                            case 2 -> "done";
                            case 3 -> "the server waits for more";
                            case 4 -> "not now: later it may work";
                            default -> "no, and trying again will not help";
                        });
    }

    /// What an enhanced status code means; where its detail is not known, what its subject says
    /// (RFC 3463 section 2), and where that is not known either, its class.
    public static String of(EnhancedStatus status) {
        String known = DETAILS.get(status.subject() + "." + status.detail());
        String subject = DETAILS.get(status.subject() + ".0");
        return known != null ? known : subject != null ? subject : of(status.kind() * 100);
    }

    /// What becomes of a message that is answered so.
    ///
    /// @param code 200 to 599
    public static String next(int code) {
        return switch (code / 100) {
            case 2 ->
                    "The server has done it; of a message, it now has to deliver it or to report.";
            case 3 -> "The client goes on.";
            case 4 ->
                    "Whoever sends keeps the message and tries again by itself, mostly for some"
                            + " days; nothing has to be done."
                            + (code == 421 ? " The server closes the connection." : "");
            default ->
                    "It is final: the message comes back in a report, and has to be changed or sent"
                            + " to another address.";
        };
    }
}
