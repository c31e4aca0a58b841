package hazel.app;

import hazel.config.Places;
import hazel.index.QueryReader;
import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Zone;
import hazel.mime.MessageIds;
import hazel.outbox.OutboxEvent;
import hazel.outbox.SentSession;
import hazel.outbox.SentSessions;
import hazel.smtp.SessionWords;
import hazel.text.Harmless;
import hazel.trust.Handover;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was said when the user's messages were handed in: kept, searched by the servers' ids, and
/// shown.
///
/// It is a memory aid: where it cannot be written or read, a log says so and everything else goes
/// on.
public record KeptSessions(SentSessions sessions) {

    private static final System.Logger LOG = System.getLogger("hazel.app");

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    public static KeptSessions in(Places places) {
        return new KeptSessions(SentSessions.in(places.state()));
    }

    /// Keeps the sessions among what an outbox tells.
    public void hear(OutboxEvent event) {
        if (event instanceof OutboxEvent.Talked talked) {
            keep(
                    talked.item().attributes(),
                    talked.server(),
                    talked.began(),
                    talked.queueId(),
                    talked.lines());
        }
    }

    /// @param notes of the message, as the outbox is given them: its Message-ID is among them
    /// @param lines as [hazel.smtp.Transcript] has them
    public void keep(
            Map<String, String> notes,
            String server,
            Instant began,
            Optional<String> queueId,
            List<String> lines) {
        Optional<MessageId> id = MessageIds.first(notes.getOrDefault(SentNotes.MESSAGE_ID, ""));
        try {
            if (id.isPresent()) {
                sessions.keep(new SentSession(id.get(), server, began, queueId, lines));
            }
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "a session is not kept", e);
        }
    }

    /// Lets go of what is old.
    void prune(Instant now) {
        try {
            sessions.prune(now);
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "old sessions", e);
        }
    }

    /// Reads queries that may ask for a server's id.
    public QueryReader queries(Clock clock) {
        return new QueryReader(clock, this::takenAs);
    }

    private Set<MessageId> takenAs(String beginning) {
        try {
            return sessions.takenAs(beginning);
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "looking for an id", e);
            return Set.of();
        }
    }

    /// Which servers a message was handed to.
    public List<Handover> handovers(Header header) throws MailException {
        return of(header).stream()
                .filter(s -> s.queueId().isPresent())
                .map(s ->
                        new Handover(
                                s.server(),
                                s.began().atZone(Zone.here().id()).toOffsetDateTime(),
                                s.queueId().orElse("")))
                .toList();
    }

    /// All that was said, each line explained; no line where nothing is kept.
    List<String> explained(Header header) throws MailException {
        List<String> lines = new ArrayList<>();
        for (SentSession each : of(header)) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            String when = WHEN.format(each.began().atZone(Zone.here().id()));
            lines.add("Handed in on " + when + " to " + each.server());
            each.queueId().ifPresent(id -> lines.add("which took it as " + id));
            lines.add("");
            lines.addAll(SessionWords.explained(each.lines()));
        }
        return lines.stream().map(Harmless::line).toList();
    }

    private List<SentSession> of(Header header) throws MailException {
        Optional<MessageId> id = header.first("Message-ID").flatMap(MessageIds::first);
        return id.isPresent() ? sessions.of(id.get()) : List.of();
    }
}
