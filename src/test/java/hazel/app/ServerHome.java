package hazel.app;

import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.mail.MailException;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A home with one account, `work`, on an IMAP server of this machine; only what is read is kept.
record ServerHome(Reader.Setting setting) {

    /// @param more lines of the account
    static ServerHome at(int port, Path home, String more) {
        String text =
                """
                [account.work]
                address = "ada@example.org"
                incoming = "imap://ada@127.0.0.1:%d"
                password = { command = "echo open sesame" }
                offline = "read"
                %s
                """
                        .formatted(port, more);
        var person = new ConfigReader.Person("Ada", new Address("", "ada", "localhost"));
        Places places = Places.under(home);
        Config config =
                ((ConfigReader.Read) ConfigReader.read("f", text, List.of(), places, person))
                        .config();
        return new ServerHome(
                new Reader.Setting(
                        config, places, Map.of(), Clock.systemUTC(), home.resolve("sock")));
    }

    /// Both ways, as `hazel sync` does it.
    ServerHome synchronised() throws MailException {
        var stores = Stores.unheard(setting.config(), setting.places(), setting.clock());
        stores.remote(setting.config().accounts().getFirst().incoming())
                .orElseThrow()
                .synchronise();
        stores.close();
        return this;
    }
}
