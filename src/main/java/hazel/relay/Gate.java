package hazel.relay;

import hazel.dns.BlockList;
import hazel.dns.DomainName;
import hazel.dns.MailAnswers;
import hazel.dns.MailRoute;
import hazel.dns.Resolver;
import hazel.dns.Self;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.relay.session.LoginExchange;
import hazel.sasl.ScramKeys;
import hazel.smtp.MessagePipe;
import hazel.smtp.Reply;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Finds out about one client and its mail what the session cannot know by itself: from the DNS,
/// from a filter, from who keeps the passwords. Blocks; used by the connection's thread alone.
///
/// Where the DNS does not answer about a list, the list is passed over; where it does not answer
/// about a sender, or the filter fails, the client is told to come again: its mail is not lost.
final class Gate {

    private static final String LISTED = "X-Hazel-Listed";
    private static final String MALFORMED = "X-Hazel-Malformed";
    private static final String SPAM_FLAG = "X-Spam-Flag";
    private static final String SPAM_STATUS = "X-Spam-Status";
    private static final int LONGEST_MARK = 200;

    private final Checks checks;
    private final Logins logins;
    private final Optional<InetAddress> address;
    private final boolean isLmtp;
    private final BooleanSupplier isOurs;
    private final Optional<CallOut> callOut;
    private final RelayLog log;
    private final Consultation consultation;
    private Optional<Resolver> resolver = Optional.empty();
    private Optional<List<BlockList.Listing>> refusals = Optional.empty();

    /// What is to be done with a message.
    sealed interface Judgement {}

    /// @param message with the marks it got
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Take(byte[] message) implements Judgement {}

    record Refuse(Reply why) implements Judgement {}

    record Discard(String why) implements Judgement {}

    /// Who is at the other end.
    ///
    /// @param address where it is on a network
    /// @param isLmtp a server in front, which has taken the mail and can only bounce it, not refuse
    /// @param isOurs whether it may send to anywhere where the way in lets it: not where the way is
    ///   open to others on this machine, and it is one of them
    record Peer(Optional<InetAddress> address, boolean isLmtp, BooleanSupplier isOurs) {}

    /// @param callOut where senders' mail servers are asked about them
    Gate(Inbound inbound, Peer peer, Optional<CallOut> callOut, RelayLog log) {
        this.checks = inbound.checks();
        this.logins = inbound.logins().orElse(_ -> Optional.empty());
        this.address = peer.address();
        this.isLmtp = peer.isLmtp();
        this.isOurs = peer.isOurs();
        this.callOut = callOut;
        this.log = log;
        this.consultation = new Consultation(checks.hook(), log);
    }

    Consultation consultation() {
        return consultation;
    }

    /// A user who is not there takes as long as a wrong password.
    LoginExchange.Verdict judge(LoginExchange.Claim claim) throws MailException {
        return switch (claim) {
            case LoginExchange.Password(var user, var password) ->
                    verdict(keys(user).isOf(password));
            case LoginExchange.Named(var first) -> LoginExchange.goesOn(first, keys(first.user()));
            case LoginExchange.Proof(_, var isTrue) -> verdict(isTrue);
        };
    }

    private ScramKeys keys(String user) throws MailException {
        Optional<ScramKeys> kept = logins.keys(user);
        return kept.isPresent()
                ? kept.get()
                : ScramKeys.ofNobody(user, logins.iterations(), logins.salts());
    }

    private static LoginExchange.Verdict verdict(boolean isTrue) {
        return isTrue ? new LoginExchange.True() : new LoginExchange.False();
    }

    /// Why this client is not even greeted.
    Optional<Reply> connected() {
        return address.filter(checks.blocked().networks()::has)
                .map(_ -> Reply.enhanced(554, "5.7.1", "No mail is taken from your network here"));
    }

    /// Why mail from there is not taken. `<>` always is.
    ///
    /// @param isLocal whether an address is of a domain of this machine, which needs no DNS to
    ///   exist
    Optional<Reply> sender(Optional<Address> reversePath, Predicate<Address> isLocal) {
        if (reversePath.isEmpty() || isLmtp) {
            return Optional.empty();
        }
        if (checks.blocked().has(reversePath.get())) {
            return Optional.of(Reply.enhanced(550, "5.7.1", "No mail is taken from you here"));
        }
        return checks.senderDomain() && !isLocal.test(reversePath.get())
                ? DomainName.parse(reversePath.get().domain()).flatMap(this::unknown)
                : Optional.empty();
    }

    private Optional<Reply> unknown(DomainName domain) {
        var route = MailRoute.of(MailAnswers.ask(domain, resolver()), Self.ANYBODY, new Random());
        return switch (route.outcome()) {
            case MailRoute.Outcome.Deliver _, MailRoute.Outcome.LoopsBack _ -> Optional.empty();
            case MailRoute.Outcome.NoMail _ ->
                    Optional.of(
                            Reply.enhanced(
                                    550,
                                    "5.7.27",
                                    "The sender's domain " + domain + " takes no mail"));
            case MailRoute.Outcome.NoSuchDomain _ ->
                    Optional.of(
                            Reply.enhanced(
                                    550,
                                    "5.1.8",
                                    "The sender's domain " + domain + " does not exist"));
            case MailRoute.Outcome.NoHost _, MailRoute.Outcome.Broken _ ->
                    Optional.of(
                            Reply.enhanced(
                                    550,
                                    "5.1.8",
                                    "The sender's domain "
                                            + domain
                                            + " has no host that takes mail"));
            case MailRoute.Outcome.TryLater _ ->
                    Optional.of(
                            Reply.enhanced(
                                    451,
                                    "4.4.3",
                                    "Nobody says now whether the sender's domain "
                                            + domain
                                            + " exists"));
        };
    }

    /// Whether mail of this client may go further than to local addresses where the way in says so.
    boolean isOurs() {
        return isOurs.getAsBoolean();
    }

    /// Why mail of this client is not taken for anybody but the postmaster, whom it may ask.
    Optional<Reply> recipient(Address forwardPath) {
        if (isLmtp || forwardPath.localPart().equalsIgnoreCase("postmaster")) {
            return Optional.empty();
        }
        if (refusals.isEmpty()) {
            refusals = Optional.of(listed(checks.refusing()));
        }
        return refusals.get().stream()
                .findFirst()
                .map(l ->
                        Reply.enhanced(
                                554, "5.7.1", "Your address is on " + l.list() + ": " + l.text()));
    }

    /// Why mail from there is not taken for somebody who would get it: a question that costs others
    /// so much is asked when nothing else speaks against the mail. `<>` always is taken.
    Optional<Reply> mailbox(Optional<Address> reversePath, Address forwardPath) {
        boolean isAsked = !isLmtp && !forwardPath.localPart().equalsIgnoreCase("postmaster");
        return callOut.filter(_ -> isAsked)
                .flatMap(c -> reversePath.flatMap(sender -> c.refusal(sender, resolver())));
    }

    private List<BlockList.Listing> listed(List<BlockList> lists) {
        List<BlockList.Listing> found = new ArrayList<>();
        for (BlockList list : address.isEmpty() ? List.<BlockList>of() : lists) {
            BlockList.Listing listing = list.look(address.get(), resolver());
            switch (listing.state()) {
                case LISTED -> found.add(listing);
                case BROKEN, NO_ANSWER ->
                        log.add("-", "--", "the list " + list.zone() + ": " + listing.text());
                case NOT_LISTED -> {}
            }
        }
        return found;
    }

    /// Looks at a whole message of somebody who is not known.
    Judgement judge(byte[] message, boolean isInternational) {
        Letter letter = Letter.read(message);
        for (String forged : List.of(LISTED, MALFORMED, SPAM_FLAG, SPAM_STATUS)) {
            letter = letter.without(forged);
        }
        for (BlockList.Listing listing :
                isLmtp ? List.<BlockList.Listing>of() : listed(checks.marking())) {
            letter = letter.under(LISTED, mark(listing.list() + ": " + listing.text()));
        }
        Optional<String> broken =
                checks.malformed() == Checks.Malformed.ACCEPT
                        ? Optional.empty()
                        : HeaderRules.broken(message, isInternational);
        if (broken.isPresent() && checks.malformed() == Checks.Malformed.REFUSE && !isLmtp) {
            return new Refuse(
                    Reply.enhanced(550, "5.6.0", "The message breaks RFC 5322: " + broken.get()));
        }
        if (broken.isPresent()) {
            letter = letter.under(MALFORMED, mark(broken.get()));
        }
        return checks.filter().isEmpty()
                ? new Take(letter.toBytes())
                : filtered(checks.filter().get(), letter);
    }

    private Judgement filtered(Checks.Filter filter, Letter letter) {
        byte[] message = letter.toBytes();
        try {
            Optional<MessagePipe.Ended> ended = filter.program().run(List.of(), message);
            int status = ended.map(e -> e.status().orElse(-1)).orElse(-1);
            String said = mark(ended.map(MessagePipe.Ended::out).orElse(""));
            return switch (status) {
                case 0 -> new Take(message);
                case 1 -> junk(filter.junk(), letter, said);
                case 99 -> junk(Checks.Junk.DISCARD, letter, said);
                case 100 -> junk(Checks.Junk.REFUSE, letter, said);
                default -> notNow("the filter ended with " + status);
            };
        } catch (MailException e) {
            return notNow(e.problem().message());
        }
    }

    private Judgement notNow(String why) {
        log.add("-", "==", why);
        return new Refuse(Reply.enhanced(451, "4.7.1", "The message cannot be looked at now"));
    }

    private static Judgement junk(Checks.Junk action, Letter letter, String said) {
        return switch (action) {
            case REFUSE ->
                    new Refuse(
                            Reply.enhanced(550, "5.7.1", "The message is taken for junk " + said));
            case DISCARD -> new Discard("junk " + said);
            case MARK ->
                    new Take(
                            letter.under(SPAM_STATUS, "Yes " + said)
                                    .under(SPAM_FLAG, "YES")
                                    .toBytes());
        };
    }

    /// Fit for a header field.
    private static String mark(String text) {
        String ascii = text.replaceAll("[^ -~]", "?").strip();
        return ascii.substring(0, Math.min(LONGEST_MARK, ascii.length()));
    }

    private Resolver resolver() {
        if (resolver.isEmpty()) {
            resolver = Optional.of(checks.resolver().get());
        }
        return resolver.get();
    }
}
