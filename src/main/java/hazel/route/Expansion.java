package hazel.route;

import hazel.mail.Address;
import hazel.route.Directory.Included;
import hazel.route.Route.Step;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One address being followed to all its ends, depth first.
///
/// Two sets keep it finite. What stands *above* in the tree is not followed again: an alias that
/// names itself means the user of that name, and one that leads back only to itself leads nowhere.
/// What was met *before* elsewhere in the tree is a duplicate, and gets one copy.
///
/// Where the alias `owner-LIST` exists, LIST is a list with an owner, and failures of all beneath
/// it are for that address, as Sendmail and Postfix have it.
final class Expansion {

    private static final Path NULL_DEVICE = Path.of("/dev/null");
    private static final int SHOWN = 8;
    private static final String OWNER = "owner-";

    private final Router router;
    private final Optional<Address> sender;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Set<String> met = new HashSet<>();
    private final Deque<String> above = new ArrayDeque<>();
    private final Map<String, Address> owners = new HashMap<>();
    private Optional<Address> owner = Optional.empty(); // of the list that is followed

    Expansion(Router router, Optional<Address> sender) {
        this.router = router;
        this.sender = sender;
    }

    Route of(Address address) {
        follow(address);
        return new Route(steps, List.copyOf(ways.values()), owners);
    }

    private void follow(Address address) {
        if (!router.residents().isLocal(address)) {
            onward(address);
            return;
        }
        String local = Residents.localPart(address);
        Optional<Alias> alias = alias(local);
        if (alias.isPresent()) {
            alias(alias.get(), address);
            return;
        }
        Optional<String> user = router.residents().userOf(address);
        if (user.isPresent()) {
            user(user.get(), address);
        } else if (isAbove(local)) {
            refuse(address, "554 5.4.6 A mail loop: its aliases lead only back to it");
        } else if (router.catchAll().isPresent() && !above.contains("catch-all")) {
            say(address.addrSpec(), "nobody here has it; it is for whoever catches all");
            above.push("catch-all");
            follow(router.catchAll().get(), address);
            above.pop();
        } else {
            refuse(address, "550 5.1.1 No such user here");
        }
    }

    private record Alias(String name, Listing listing) {}

    private void alias(Alias alias, Address address) {
        Optional<Address> outer = owner;
        owner = owner(alias.name(), address.domain()).or(() -> outer);
        boolean isNew = !owner.equals(outer);
        String more = isNew ? " whose failures are for " + owner.get().addrSpec() + "," : "";
        enter("alias " + alias.name(), address, alias.listing(), "is an alias" + more);
        owner = outer;
    }

    private Optional<Address> owner(String list, String domain) {
        String name = OWNER + list;
        return !list.startsWith(OWNER) && router.directory().alias(name).isPresent()
                ? Optional.of(new Address("", name, domain))
                : Optional.empty();
    }

    /// The alias of this local part, or of what stands before its `+`; none that is followed just
    /// now.
    private Optional<Alias> alias(String local) {
        for (String name : List.of(local, Residents.base(local))) {
            Optional<Listing> listing =
                    above.contains("alias " + name)
                            ? Optional.empty()
                            : router.directory().alias(name);
            if (listing.isPresent()) {
                return listing.map(l -> new Alias(name, l));
            }
        }
        return Optional.empty();
    }

    private boolean isAbove(String local) {
        return above.contains("alias " + local) || above.contains("alias " + Residents.base(local));
    }

    private void user(String user, Address address) {
        String key = "forward " + user;
        Optional<Listing> forward =
                above.contains(key) ? Optional.empty() : router.directory().forward(user);
        if (forward.isPresent() && !forward.get().items().isEmpty()) {
            enter(key, address, forward.get(), "is forwarded");
        } else {
            mailbox(user, address);
        }
    }

    private void enter(String key, Address address, Listing listing, String words) {
        if (!met.add(key)) {
            say(address.addrSpec(), "a duplicate, followed once");
            return;
        }
        say(address.addrSpec(), words + " by " + listing.where() + " to " + shown(listing.items()));
        inside(key, listing, address);
        if (listing.items().isEmpty()) {
            add(address.addrSpec(), new Way.Nowhere(), "stands for nobody; thrown away");
        }
    }

    /// Follows all that an alias or a list stands for. One that is too long or too deep waits for
    /// somebody to mend it: nobody on it is left out in silence.
    private void inside(String key, Listing listing, Address owner) {
        if (above.size() >= Router.DEEPEST || listing.items().size() >= Router.MOST_STEPS) {
            tooMuch(key, owner);
            return;
        }
        above.push(key);
        for (Item item : listing.items()) {
            if (steps.size() >= Router.MOST_STEPS) {
                tooMuch(key, owner);
                break;
            }
            follow(item, owner);
        }
        above.pop();
    }

    private void tooMuch(String about, Address owner) {
        var later = new Way.Later(owner, "451 4.3.5 What it stands for is too long or too deep");
        if (ways.putIfAbsent(later.key(), later) == null) {
            say(about, "too long or too deep; not followed, and tried again later");
        }
    }

    private static String shown(List<Item> items) {
        String first =
                items.stream().limit(SHOWN).map(Expansion::name).collect(Collectors.joining(", "));
        return items.size() <= SHOWN ? first : first + " and " + (items.size() - SHOWN) + " more";
    }

    private static String name(Item item) {
        return switch (item) {
            case Item.To(var address) -> address.addrSpec();
            case Item.Name(var name) -> name;
            case Item.Self(var user) -> "\\" + user;
            case Item.Include(var file) -> ":include:" + file;
            case Item.File(var path) -> path.toString();
            case Item.Command(var argv) -> "|" + String.join(" ", argv);
            case Item.Unknown(var text) -> text;
        };
    }

    /// @param owner whose alias or `.forward` file names the item
    private void follow(Item item, Address owner) {
        switch (item) {
            case Item.To(var address) -> follow(address);
            case Item.Name(var name) -> follow(new Address("", name, owner.domain()));
            case Item.Self(var user) -> self(new Address("", user, owner.domain()));
            case Item.Include(var file) -> include(file, owner);
            case Item.File(var path) -> file(path, owner);
            case Item.Command(var argv) -> command(argv, owner);
            case Item.Unknown(var text) -> say(text, "cannot be understood; left out");
        }
    }

    private void self(Address address) {
        router.residents()
                .userOf(address)
                .ifPresentOrElse(
                        user -> mailbox(user, address),
                        () -> refuse(address, "550 5.1.1 No such user here"));
    }

    private void include(Path file, Address owner) {
        String key = "include " + file;
        if (!met.add(key)) {
            say(name(new Item.Include(file)), "a duplicate, followed once");
            return;
        }
        switch (router.directory().include(file)) {
            case Included.Read(var listing) -> {
                say(name(new Item.Include(file)), "a list of " + shown(listing.items()));
                inside(key, listing, owner);
            }
            case Included.Unreadable(var why, boolean isTemporary) ->
                    add(
                            name(new Item.Include(file)),
                            isTemporary
                                    ? new Way.Later(owner, "451 4.3.5 A list of it: " + why)
                                    : new Way.Refused(owner, "550 5.2.4 A list of it: " + why),
                            why);
        }
    }

    private void file(Path path, Address owner) {
        if (path.equals(NULL_DEVICE)) {
            add(path.toString(), new Way.Nowhere(), "thrown away");
        } else if (router.permitted().contains(Permission.FILES)) {
            add(path.toString(), new Way.File(path), "appended to this file");
        } else {
            forbid(path.toString(), owner, "mail into files is not permitted here");
        }
    }

    private void command(List<String> argv, Address owner) {
        String shown = name(new Item.Command(argv));
        if (router.permitted().contains(Permission.COMMANDS)) {
            add(shown, new Way.Command(argv), "given to this command");
        } else {
            forbid(shown, owner, "mail to commands is not permitted here");
        }
    }

    private void forbid(String about, Address owner, String why) {
        add(about, new Way.Refused(owner, "550 5.7.1 Not permitted: " + why), why);
    }

    private void mailbox(String user, Address address) {
        Optional<String> folder =
                Residents.detail(address)
                        .filter(_ -> address.localPart().indexOf('+') > 0)
                        .filter(name -> router.directory().hasFolder(user, name));
        add(
                address.addrSpec(),
                new Way.Mailbox(user, folder, address),
                "delivered here, to "
                        + folder.map(f -> "the folder " + f + " of " + user)
                                .orElse("the mailbox of " + user));
    }

    private void onward(Address address) {
        Optional<RouteTable.Found> found = router.table().find(address, sender);
        if (found.isPresent()) {
            add(
                    address.addrSpec(),
                    new Way.Onward(address, found.get().destination()),
                    "sent on to " + found.get().destination() + ", " + found.get().why());
        } else if (address.domain().startsWith("[") && router.table().isDirect()) {
            refuse(address, "550 5.1.2 What is in the brackets is no address");
        } else {
            add(
                    address.addrSpec(),
                    new Way.Held(address, Route.NO_SMARTHOST),
                    "held: " + Route.NO_SMARTHOST);
        }
    }

    private void refuse(Address address, String reply) {
        add(address.addrSpec(), new Way.Refused(address, reply), "refused: " + reply);
    }

    private void add(String about, Way way, String words) {
        boolean isNew = ways.putIfAbsent(way.key(), way) == null;
        if (isNew) {
            owner.ifPresent(o -> owners.put(way.key(), o));
        }
        say(about, isNew ? words : words + "; a duplicate, gets one copy");
    }

    private void say(String about, String words) {
        steps.add(new Step(above.size(), about, words));
    }
}
