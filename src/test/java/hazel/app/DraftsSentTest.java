package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.compose.Draft;
import hazel.compose.DraftStore;
import hazel.compose.Identity;
import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.outbox.SendOptions;
import hazel.spool.Spool;
import hazel.ui.Msg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that ended after a message was put into the outbox and before its draft was gone.
class DraftsSentTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Address ADA = new Address("", "ada", "example.org");

    @TempDir Path home;

    @Test
    void theDraftOfAMessageInTheOutboxIsGoneAtTheNextStartAndOthersStay() throws Exception {
        Files.createDirectories(home.resolve("Mail/cur"));
        Files.createDirectories(home.resolve("Mail/new"));
        var places = Places.under(home);
        Config config =
                ConfigReader.standard(
                        places, new ConfigReader.Person("", new Address("", "me", "localhost")));
        var clock = Clock.fixed(NOON, ZoneOffset.UTC);
        var setting =
                new Reader.Setting(config, places, Map.of(), clock, home.resolve("relay.sock"));
        var drafts = DraftStore.in(setting.drafts());
        drafts.save("dsentsent", Draft.blank(Identity.of(ADA)).withBody("sent"));
        drafts.save("dunsentxx", Draft.blank(Identity.of(ADA)).withBody("unsent"));
        var later = NOON.plusSeconds(3600);
        var options =
                new SendOptions("local", later, Optional.empty(), Map.of())
                        .withNote(SentNotes.DRAFT, "dsentsent");
        new hazel.outbox.Outbox(
                        Spool.open(setting.outbox()),
                        new Routes(config, setting.relaySocket(), new KnownServers(home, _ -> {})),
                        new SentCopies(
                                config, Stores.unheard(config, setting.places(), clock), clock),
                        _ -> {})
                .enqueue(
                        new Envelope(Optional.of(ADA), List.of(ADA)),
                        "Subject: x\r\n\r\nsent\r\n".getBytes(US_ASCII),
                        options);
        List<Msg> heard = new ArrayList<>();
        var reader = new Reader(setting, new NoLease(), heard::add, Workers.atOnce());
        reader.start();
        reader.close();
        assertThat(drafts.list()).extracting(DraftStore.Kept::id).containsExactly("dunsentxx");
    }
}
