package hazel.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A command line as a user of mutt or mailx types it: letters and recipients, no command.
///
/// @param send what `hazel send` is to be told; empty where nothing is to be written
/// @param mailbox what is to be opened; empty for the inbox
/// @param isReadOnly whether nothing in it may be changed
/// @param configuration `-F` and `-e` with their words
record MuttLine(
        List<String> send,
        Does does,
        Optional<String> mailbox,
        boolean isReadOnly,
        List<String> configuration) {

    /// What is wanted.
    enum Does {
        OPEN,
        /// Write and send: the composer on a terminal.
        SEND,
        /// `-p`: go on with a draft.
        DRAFTS,
        /// `-y`: begin with the list of mailboxes.
        MAILBOXES,
        /// `-z`: end with 1 where the mailbox is empty.
        OPEN_UNLESS_EMPTY,
        /// `-Z`: end with 1 where no new mail is there.
        OPEN_IF_NEW,
        /// `-A`: expand aliases.
        EXPAND,
        /// `-D`, `-Q`: print settings.
        SETTINGS
    }

    /// The long options that have no value.
    private static final List<String> FLAGS =
            List.of("--dry-run", "--transcript", "--draft", "--queue", "--json");

    MuttLine {
        send = List.copyOf(send);
        configuration = List.copyOf(configuration);
    }

    Session session() {
        List<String> settings = new ArrayList<>();
        Optional<Path> file = Optional.empty();
        for (int i = 0; i < configuration.size(); i += 2) {
            if (configuration.get(i).equals("-F")) {
                file = Optional.of(Path.of(configuration.get(i + 1)));
            } else {
                settings.add(configuration.get(i + 1));
            }
        }
        return Session.of(file, settings);
    }

    /// @throws UsageException where a letter is unknown or its value missing
    static MuttLine read(String[] args) throws UsageException {
        var reading = new Reading(args);
        while (reading.hasNext()) {
            reading.step();
        }
        return reading.done();
    }

    /// Goes through the words once.
    private static final class Reading {

        private final List<String> words;
        private final List<String> send = new ArrayList<>();
        private int at;
        private Does does = Does.OPEN;
        private Optional<String> mailbox = Optional.empty();
        private boolean isReadOnly;
        private final List<String> configuration = new ArrayList<>();

        Reading(String[] args) {
            this.words = Arrays.asList(args);
        }

        boolean hasNext() {
            return at < words.size();
        }

        MuttLine done() {
            if (does == Does.SEND) {
                send.addAll(0, configuration);
            }
            return new MuttLine(send, does, mailbox, isReadOnly, configuration);
        }

        void step() throws UsageException {
            String word = words.get(at++);
            if (word.equals("--")) {
                recipients();
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word);
            } else {
                recipient(word);
            }
        }

        private void recipients() {
            words.subList(at, words.size()).forEach(this::recipient);
            at = words.size();
        }

        private void recipient(String word) {
            if (does == Does.EXPAND || does == Does.SETTINGS) {
                send.add(word); // one more to ask for
                return;
            }
            does = Does.SEND;
            if (word.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
                send.add("--mailto");
            }
            send.add(word);
        }

        /// The long options are those of `send`, which knows their values.
        private void longOption(String word) {
            does = Does.SEND;
            send.add(word);
            boolean hasValue = !word.contains("=") && !FLAGS.contains(word);
            if (hasValue && hasNext()) {
                send.add(words.get(at++));
            }
        }

        /// `-s Subject`, `-sSubject`, `-xn`.
        private void letters(String word) throws UsageException {
            for (int i = 1; i < word.length(); i++) {
                char letter = word.charAt(i);
                String rest = word.substring(i + 1);
                switch (letter) {
                    case 's', 'b', 'c', 'i', 'r', 'H' -> {
                        does = Does.SEND;
                        send.add("-" + letter);
                        send.add(value(letter, rest));
                        return;
                    }
                    case 'a' -> {
                        attach(rest);
                        return;
                    }
                    case 'f' -> {
                        mailbox = Optional.of(value(letter, rest));
                        return;
                    }
                    case 'F', 'e' -> {
                        configuration.add("-" + letter);
                        configuration.add(value(letter, rest));
                        return;
                    }
                    case 'A', 'Q' -> {
                        does = letter == 'A' ? Does.EXPAND : Does.SETTINGS;
                        send.add(value(letter, rest));
                        return;
                    }
                    case 'R' -> isReadOnly = true;
                    case 'D' -> does = Does.SETTINGS;
                    case 'p' -> does = Does.DRAFTS;
                    case 'y' -> does = Does.MAILBOXES;
                    case 'z' -> does = Does.OPEN_UNLESS_EMPTY;
                    case 'Z' -> does = Does.OPEN_IF_NEW;
                    // Without a terminal Hazel sends as mailx does, and there is no
                    // configuration for the whole system.
                    case 'x', 'n' -> {}
                    default -> throw new UsageException("-" + letter + ": no such option");
                }
            }
        }

        private String value(char letter, String rest) throws UsageException {
            if (!rest.isEmpty()) {
                return rest;
            }
            if (!hasNext()) {
                throw new UsageException("-" + letter + " needs a value");
            }
            return words.get(at++);
        }

        /// Where a `--` follows, every word up to it is a file; else exactly one is.
        private void attach(String rest) throws UsageException {
            does = Does.SEND;
            send.add("--attach");
            send.add(value('a', rest));
            int end = words.subList(at, words.size()).indexOf("--");
            boolean areFiles =
                    end > 0
                            && words.subList(at, at + end).stream()
                                    .noneMatch(w -> w.startsWith("-") || w.contains("@"));
            for (int i = 0; areFiles && i < end; i++) {
                send.add("--attach");
                send.add(words.get(at++));
            }
        }
    }
}
