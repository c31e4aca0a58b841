package hazel.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MessageId;
import hazel.store.IndexEntry;
import hazel.store.Sort;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Orders and threads messages with lists and maps, an object for each: slow, large, and plain
/// enough to be seen to be right. What the columns make of the same messages must be the same.
final class PlainIndex {

    private static final int DEEPEST = 2_000;
    private static final long SUBJECT_SECONDS = 60L * 24 * 3600;

    /// A msg-id that was seen, and its message where it is here.
    private static final class Container {
        @Nullable Container parent;
        @Nullable Node node;
    }

    /// A message.
    private static final class Node {
        final IndexEntry entry;
        final int position;
        final Container container;
        @Nullable Node parent;

        Node(IndexEntry entry, int position, Container container) {
            this.entry = entry;
            this.position = position;
            this.container = container;
            container.node = this;
        }

        long date() {
            return entry.date().getEpochSecond();
        }
    }

    private static final Comparator<Node> BY_DATE =
            Comparator.comparingLong(Node::date).thenComparingInt(n -> n.position);

    private final List<Node> nodes = new ArrayList<>();
    private final Map<MessageId, Container> containers = new HashMap<>();

    private PlainIndex(List<IndexEntry> entries) {
        for (IndexEntry entry : entries) {
            Container container = entry.messageId().map(this::container).orElseGet(Container::new);
            Container own = container.node == null ? container : new Container();
            nodes.add(new Node(entry, nodes.size(), own));
        }
    }

    private Container container(MessageId id) {
        return containers.computeIfAbsent(id, _ -> new Container());
    }

    /// A line for each message, `>` for how deep it is in its thread, and its UID.
    static List<String> lines(List<IndexEntry> entries, Sort sort) {
        var index = new PlainIndex(entries);
        return sort.key() == Sort.Key.THREAD ? index.threads(sort) : index.sorted(sort);
    }

    private List<String> sorted(Sort sort) {
        Comparator<Node> byKey =
                switch (sort.key()) {
                    case DATE, THREAD -> BY_DATE;
                    case ARRIVAL -> Comparator.comparing(n -> n.entry.arrival());
                    case SIZE -> Comparator.comparingLong(n -> n.entry.size());
                    case FROM -> byText(n -> n.entry.from());
                    case TO -> byText(n -> n.entry.toName());
                    case SUBJECT -> byText(n -> n.entry.subject());
                };
        List<Node> ordered = new ArrayList<>(nodes);
        ordered.sort(byKey.thenComparing(BY_DATE));
        if (sort.isReversed()) {
            Collections.reverse(ordered);
        }
        return ordered.stream().map(n -> n.entry.uid().value()).toList();
    }

    private static Comparator<Node> byText(java.util.function.Function<Node, String> text) {
        return (a, b) ->
                Arrays.compareUnsigned(
                        Subjects.base(text.apply(a)).getBytes(UTF_8),
                        Subjects.base(text.apply(b)).getBytes(UTF_8));
    }

    private List<String> threads(Sort sort) {
        nodes.forEach(this::linkReferences);
        nodes.forEach(node -> node.parent = here(node));
        joinSiblings();
        joinBySubject();
        Map<Node, List<Node>> children = new HashMap<>();
        List<Node> roots = new ArrayList<>();
        nodes.stream()
                .sorted(BY_DATE)
                .forEach(node -> {
                    if (node.parent == null) {
                        roots.add(node);
                    } else {
                        children.computeIfAbsent(node.parent, _ -> new ArrayList<>()).add(node);
                    }
                });
        roots.sort(Comparator.comparingLong(root -> newest(root, children)));
        if (sort.isReversed()) {
            Collections.reverse(roots);
        }
        List<String> lines = new ArrayList<>();
        roots.forEach(root -> draw(root, "", children, lines));
        return lines;
    }

    private static long newest(Node node, Map<Node, List<Node>> children) {
        return children.getOrDefault(node, List.of()).stream()
                .mapToLong(child -> newest(child, children))
                .reduce(node.date(), Math::max);
    }

    private static void draw(
            Node node, String before, Map<Node, List<Node>> children, List<String> lines) {
        lines.add(before + node.entry.uid().value());
        children.getOrDefault(node, List.of())
                .forEach(child -> draw(child, before + ">", children, lines));
    }

    private void linkReferences(Node node) {
        @Nullable Container before = null;
        for (MessageId id : node.entry.references()) {
            Container reference = container(id);
            if (before != null && reference.parent == null) {
                link(reference, before);
            }
            before = reference;
        }
        if (before != null && before != node.container) {
            @Nullable Container old = node.container.parent;
            node.container.parent = null;
            if (!link(node.container, before)) {
                node.container.parent = old;
            }
        }
    }

    private static boolean link(Container child, Container above) {
        int depth = 0;
        for (@Nullable Container at = above; at != null; at = at.parent) {
            if (at == child || depth++ > DEEPEST) {
                return false;
            }
        }
        child.parent = above;
        return true;
    }

    /// The next message above that is here.
    private static @Nullable Node here(Node node) {
        @Nullable Container above = node.container.parent;
        while (above != null && above.node == null) {
            above = above.parent;
        }
        return above == null ? null : above.node;
    }

    /// Messages that share something that is not here go beneath the oldest of them.
    private void joinSiblings() {
        Map<Container, List<Node>> tops = new HashMap<>();
        for (Node node : nodes) {
            if (node.parent == null) {
                Container last = node.container;
                for (@Nullable Container at = last; at != null; at = at.parent) {
                    last = at;
                }
                tops.computeIfAbsent(last, _ -> new ArrayList<>()).add(node);
            }
        }
        for (List<Node> siblings : tops.values()) {
            Node eldest = Collections.min(siblings, BY_DATE);
            siblings.stream().filter(n -> n != eldest).forEach(n -> n.parent = eldest);
        }
    }

    private void joinBySubject() {
        Map<String, Node> oldest = new HashMap<>();
        List<Node> lone = new ArrayList<>();
        for (Node node : nodes) {
            if (node.parent == null && isLoneReply(node)) {
                lone.add(node);
            } else if (node.parent == null) {
                oldest.merge(
                        Subjects.base(node.entry.subject()),
                        node,
                        (a, b) -> BY_DATE.compare(a, b) < 0 ? a : b);
            }
        }
        for (Node node : lone) {
            @Nullable Node first = oldest.get(Subjects.base(node.entry.subject()));
            long later = first == null ? -1 : node.date() - first.date();
            if (first != null && later >= 0 && later < SUBJECT_SECONDS) {
                node.parent = first;
            }
        }
    }

    private static boolean isLoneReply(Node node) {
        return node.entry.references().isEmpty() && Subjects.isReply(node.entry.subject());
    }
}
