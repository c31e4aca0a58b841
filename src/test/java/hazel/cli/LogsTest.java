package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.dns.SystemNames;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

class LogsTest {

    @Test
    void loggersOfThePlatformAreOursAndLeaveOutWhatIsOnlyForDevelopers() {
        System.Logger logger = System.getLogger("hazel.some");
        assertThat(logger.isLoggable(System.Logger.Level.INFO)).isTrue();
        assertThat(logger.isLoggable(System.Logger.Level.DEBUG)).isFalse();
        assertThat(logger.isLoggable(System.Logger.Level.OFF)).isFalse();
        assertThat(ServiceLoader.load(System.LoggerFinder.class))
                .hasAtLeastOneElementOfType(Logs.class);
    }

    @Test
    void whatIsLoggedIsALineWithItsValuesFilledInAndWhatWasThrown() {
        List<String> lines = new ArrayList<>();
        var logs =
                new Logs((words, thrown) ->
                        lines.add(words + thrown.map(Throwable::getMessage).orElse("")));
        System.Logger logger = logs.getLogger("hazel.some", Logs.class.getModule());
        logger.log(System.Logger.Level.WARNING, "{0} of {1}", "two", 3);
        logger.log(System.Logger.Level.WARNING, "as it is: {x}", "two");
        logger.log(System.Logger.Level.ERROR, "bad: ", new IOException("no disk"));
        logger.log(System.Logger.Level.DEBUG, "nobody reads this");
        assertThat(lines)
                .containsExactly(
                        "WARNING hazel.some: two of 3",
                        "WARNING hazel.some: as it is: {x}",
                        "ERROR hazel.some: bad: no disk");
    }

    @Test
    void namesAreLookedUpAsTheSystemDoes() throws IOException {
        assertThat(ServiceLoader.load(InetAddressResolverProvider.class).findFirst())
                .get()
                .isInstanceOf(SystemNames.class);
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }
}
