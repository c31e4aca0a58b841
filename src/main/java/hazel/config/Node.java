package hazel.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A value in TOML (toml.io, version 1.0) and the line it stands on, from 1.
sealed interface Node {

    int line();

    record Text(String text, int line) implements Node {
        @Override
        public String toString() {
            return text;
        }
    }

    record Whole(long number, int line) implements Node {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /// What no key of Hazel takes: a truth value, a fraction, a time.
    record Other(String text, int line) implements Node {
        @Override
        public String toString() {
            return text;
        }
    }

    record Items(List<Node> nodes, int line) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String toString() {
            return nodes.stream().map(Node::toString).collect(Collectors.joining("\n"));
        }
    }

    /// In the order of the file.
    record Table(Map<String, Node> nodes, int line) implements Node {

        static final Table EMPTY = new Table(Map.of(), 1);

        public Table {
            nodes = new LinkedHashMap<>(nodes);
        }

        @Override
        public String toString() {
            return nodes.entrySet().stream()
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .collect(Collectors.joining("\n"));
        }
    }
}
