package hazel.trust;

import hazel.dns.DomainName;
import hazel.mail.Address;
import hazel.mail.Header;
import hazel.mime.AddressParser;
import hazel.mime.Dates;
import hazel.mime.MessageIds;
import hazel.trust.Sign.Kind;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for signs of forgery in a header.
///
/// Honest mail breaks each of the simple rules: lists and forwarders send in the name of others
/// (RFC 7960), companies let others send, small servers go by odd names. So a rule speaks only
/// where nothing in the header explains what it found.
final class Forgery {

    /// Clocks are set wrong by hours and in the wrong zone; not by more.
    private static final Duration WRONG_CLOCK = Duration.ofHours(26);

    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+-]{1,64}@([\\p{L}\\p{N}.-]{1,253}\\.\\p{L}{2,63})");
    private static final Pattern DKIM_DOMAIN =
            Pattern.compile("(?:^|;)\\s*d\\s*=\\s*([\\p{L}\\p{N}.-]{1,253})");

    /// Names that access networks give to their customers' addresses: numbers of the address in it,
    /// or words for the kind of line.
    private static final Pattern CUSTOMER =
            Pattern.compile(
                    "(?:[0-9]{1,3}[-.x]){3}[0-9]{1,3}|\\b(?:a?dsl|dialup|dial-?in|dyn|dynamic|dhcp|ppp|pool|pools|cable|cust|customer|broadband)\\b",
                    Pattern.CASE_INSENSITIVE);

    private final Header header;
    private final List<Step> steps;
    private final Optional<Address> from;
    private final List<Sign> signs = new ArrayList<>();

    Forgery(Header header, List<Step> steps) {
        this.header = header;
        this.steps = steps;
        this.from = address("From");
    }

    List<Sign> signs() {
        chain();
        helo();
        dates();
        messageId();
        from.ifPresent(author -> {
            fromDiffers(author);
            name(author);
            replyTo(author);
            lookAlike(author);
        });
        return List.copyOf(signs);
    }

    private void add(Kind kind, String text) {
        signs.add(new Sign(kind, text));
    }

    private Optional<Address> address(String field) {
        return header.first(field).flatMap(b -> AddressParser.parse(b).stream().findFirst());
    }

    private static String organisation(Address address) {
        return Organisation.of(address.domain());
    }

    // The way

    /// A server of a big sender goes by names of its own and by names of those it sends for: their
    /// domain explains a gap.
    private void chain() {
        Set<String> explained = new HashSet<>();
        Stream.of("From", "Sender", "Return-Path", "Resent-From")
                .forEach(f -> address(f).map(Forgery::organisation).ifPresent(explained::add));
        signers().forEach(d -> explained.add(Organisation.of(d)));
        for (int i = 0; i + 1 < steps.size(); i++) {
            if (steps.get(i).hop() instanceof Hop.Received received
                    && steps.get(i + 1).hop() instanceof Hop.Received before
                    && !steps.get(i + 1).isBelieved()
                    && Remarks.isGap(received, before)
                    && !explained.contains(Organisation.of(received.client().name()))) {
                add(
                        Kind.CHAIN_BREAK,
                        "the way breaks between hop "
                                + steps.get(i + 1).number()
                                + ", by "
                                + before.by()
                                + ", and hop "
                                + steps.get(i).number()
                                + ", which got it from "
                                + received.client().name());
            }
        }
    }

    private Optional<Hop.Received> boundary() {
        return steps.stream()
                .filter(Step::isBelieved)
                .map(Step::hop)
                .reduce((_, later) -> later)
                .filter(Hop.Received.class::isInstance)
                .map(Hop.Received.class::cast);
    }

    private void helo() {
        boundary()
                .ifPresent(hop -> {
                    String helo = hop.client().helo();
                    String reverse = hop.client().reverse();
                    boolean isOutside =
                            hop.client().address().filter(a -> !Boundary.isInside(a)).isPresent();
                    if (!isOutside || helo.isEmpty() || Organisation.isSame(helo, reverse)) {
                        return;
                    }
                    if (helo.equalsIgnoreCase(hop.by())) {
                        add(
                                Kind.FALSE_HELO,
                                "the client called itself "
                                        + helo
                                        + ", which is the server it spoke to");
                    } else if (Organisation.isPublic(helo) && CUSTOMER.matcher(reverse).find()) {
                        add(
                                Kind.FALSE_HELO,
                                "the client called itself "
                                        + helo
                                        + ", and its address is that of a customer's line, "
                                        + reverse);
                    }
                });
    }

    private void dates() {
        Optional<String> written = header.first("Date");
        Optional<OffsetDateTime> date = written.flatMap(Dates::parse);
        if (written.isPresent() && date.isEmpty()) {
            add(Kind.IMPOSSIBLE_DATE, "its Date field is no date");
        }
        boundary()
                .flatMap(Hop.Received::date)
                .flatMap(got -> date.map(d -> Duration.between(got, d)))
                .filter(ahead -> ahead.compareTo(WRONG_CLOCK) > 0)
                .ifPresent(ahead ->
                        add(
                                Kind.IMPOSSIBLE_DATE,
                                "its date is "
                                        + TraceText.length(ahead)
                                        + " later than your server got it"));
        for (Step step : steps) {
            step.delay()
                    .filter(d -> d.negated().compareTo(WRONG_CLOCK) > 0 && step.number() > 1)
                    .ifPresent(d ->
                            add(
                                    Kind.IMPOSSIBLE_DATE,
                                    "hop "
                                            + step.number()
                                            + " is "
                                            + TraceText.length(d.negated())
                                            + " before the one it follows"));
        }
    }

    // Who wrote it

    private void messageId() {
        Optional<String> written = header.first("Message-ID");
        if (written.isEmpty()) {
            add(
                    Kind.MESSAGE_ID,
                    "it has no Message-ID, which every program that sends mail writes");
            return;
        }
        Optional<String> domain =
                MessageIds.parse(written.get()).stream()
                        .findFirst()
                        .map(id -> id.value().substring(id.value().lastIndexOf('@') + 1));
        boolean isOwn =
                domain.isPresent()
                        && boundary()
                                .filter(b -> domain.get().equalsIgnoreCase(b.by()))
                                .isPresent();
        boolean isFromOutside =
                boundary()
                        .flatMap(b -> b.client().address())
                        .filter(a -> !Boundary.isInside(a))
                        .isPresent();
        boolean isOfAuthor =
                domain.isPresent()
                        && from.filter(a -> Organisation.isSame(a.domain(), domain.get()))
                                .isPresent();
        if (isOwn && isFromOutside && !isOfAuthor) {
            add(
                    Kind.MESSAGE_ID,
                    "its Message-ID was made by "
                            + domain.get()
                            + ", your own server: the sender wrote none");
        }
    }

    private List<String> signers() {
        return Stream.of("DKIM-Signature", "ARC-Seal")
                .flatMap(f -> header.all(f).stream())
                .limit(20)
                .flatMap(b -> {
                    Matcher domain = DKIM_DOMAIN.matcher(b);
                    return domain.find() ? Stream.of(domain.group(1)) : Stream.empty();
                })
                .toList();
    }

    /// Whether a list or somebody who sends for others says so himself.
    private boolean isSentForOthers() {
        return Stream.of("List-Id", "List-Post", "List-Unsubscribe", "Sender", "Resent-From")
                .anyMatch(f -> header.first(f).isPresent());
    }

    private void fromDiffers(Address author) {
        Optional<Address> path = address("Return-Path");
        boolean isRewritten =
                path.filter(p ->
                                p.localPart()
                                        .toLowerCase(Locale.ROOT)
                                        .matches("(srs[01]|prvs)[=+-].*"))
                        .isPresent();
        String own = organisation(author);
        Stream<String> around =
                Stream.of(
                                path.map(Address::domain).stream(),
                                signers().stream(),
                                boundary().map(b -> b.client().reverse()).stream())
                        .flatMap(s -> s);
        if (path.isPresent()
                && !isSentForOthers()
                && !isRewritten
                && around.noneMatch(d -> Organisation.of(d).equals(own))) {
            String signed =
                    signers().isEmpty()
                            ? "nobody signed it"
                            : "it is signed by " + String.join(", ", signers());
            add(
                    Kind.FROM_DIFFERS,
                    "it is from "
                            + author.domain()
                            + ", was sent by "
                            + path.get().domain()
                            + ", and "
                            + signed);
        }
    }

    private void name(Address author) {
        String name = author.displayName();
        Matcher held = ADDRESS.matcher(name.substring(0, Math.min(name.length(), 500)));
        boolean isList = header.first("List-Id").isPresent() || name.contains(" via ");
        if (!isList && held.find() && !Organisation.isSame(held.group(1), author.domain())) {
            add(
                    Kind.NAME_HOLDS_ADDRESS,
                    "the author's name holds the address "
                            + held.group()
                            + ", and the address is "
                            + author.addrSpec());
        }
    }

    private void replyTo(Address author) {
        Set<String> known = new HashSet<>(Set.of(organisation(author)));
        address("Return-Path").map(Forgery::organisation).ifPresent(known::add);
        address("Sender").map(Forgery::organisation).ifPresent(known::add);
        signers().forEach(d -> known.add(Organisation.of(d)));
        boolean isList =
                header.first("List-Id").isPresent() || header.first("List-Post").isPresent();
        address("Reply-To")
                .filter(to -> !isList && !known.contains(organisation(to)))
                .ifPresent(to ->
                        add(
                                Kind.REPLY_TO_ELSEWHERE,
                                "an answer goes to "
                                        + to.addrSpec()
                                        + ", and the author is "
                                        + author.addrSpec()));
    }

    private void lookAlike(Address author) {
        Optional<DomainName> domain = DomainName.parse(author.domain());
        if (domain.isEmpty()) {
            return;
        }
        if (LookAlike.isMixed(domain.get()) || LookAlike.isDisguised(domain.get())) {
            add(
                    Kind.LOOK_ALIKE,
                    domain.get().unicode()
                            + " is written with letters that look like others; the DNS knows it as "
                            + domain.get());
            return;
        }
        Stream.of("To", "Cc", "Delivered-To", "Envelope-To", "X-Original-To")
                .flatMap(f -> header.all(f).stream())
                .flatMap(b -> AddressParser.parse(b).stream().limit(50))
                .flatMap(a -> DomainName.parse(a.domain()).stream())
                .filter(other -> LookAlike.isAlike(domain.get(), other))
                .findFirst()
                .ifPresent(other ->
                        add(
                                Kind.LOOK_ALIKE,
                                domain.get().unicode() + " looks like " + other.unicode()));
    }
}
