package hazel.app;

import hazel.config.Config;
import hazel.config.Places;
import hazel.contacts.AddressBook;
import hazel.contacts.AliasFile;
import hazel.contacts.LearntAddresses;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the address book comes from: the configuration, its alias file, and what was learnt.
public final class Contacts {

    private final Config config;
    private final LearntAddresses learnt;

    public Contacts(Config config, Places places) {
        this.config = config;
        this.learnt = new LearntAddresses(places.data().resolve("addresses"));
    }

    /// As it is now.
    public AddressBook book() throws MailException {
        Map<String, List<String>> aliases = new HashMap<>();
        if (config.aliasFile().isPresent()) {
            aliases.putAll(AliasFile.read(lines(config.aliasFile().get())));
        }
        aliases.putAll(config.aliases());
        return AddressBook.of(aliases, learnt.read());
    }

    /// Remembers whom mail was sent to.
    public void learn(List<Address> recipients) throws MailException {
        learnt.add(recipients);
    }

    private static List<String> lines(Path file) throws MailException {
        try {
            return Files.readAllLines(file);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new MailException(new Problem.NoSuchFile(file.toString()), e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            file.toString(), "cannot read " + file + ": " + Reason.of(e)),
                    e);
        }
    }
}
