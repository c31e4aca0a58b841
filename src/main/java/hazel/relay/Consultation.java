package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.relay.session.Command;
import hazel.relay.session.SessionState;
import hazel.smtp.Reply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks the [Hook] about one client, and remembers what its mail is to be marked with. Blocks; used
/// by the connection's thread alone.
///
/// Without an answer, mail of who may send to anywhere is taken, as it would be without a hook, and
/// everybody else is told to come again.
final class Consultation {

    /// Octets of the header that the hook gets.
    private static final int MOST_HEADER = 64 * 1024;

    private final Optional<Hook> hook;
    private final RelayLog log;
    private final List<Hook.Answer.Tag> ofClient = new ArrayList<>();
    private final List<Hook.Answer.Tag> ofMessage = new ArrayList<>();

    Consultation(Optional<Hook> hook, RelayLog log) {
        this.hook = hook;
        this.log = log;
    }

    /// Why the client is not even greeted.
    Optional<Reply> connected(Client client, boolean isKnown) {
        ofClient.clear();
        var question =
                new Hook.Question(
                        Hook.Phase.CONNECT, caller(client, ""), Optional.empty(), List.of(), "", 0);
        return refusal(answer(question, isKnown), ofClient);
    }

    /// Why mail from there is not taken. Marks of the message before are forgotten.
    Optional<Reply> mail(Client client, SessionState.Transaction transaction, boolean isKnown) {
        ofMessage.clear();
        return ask(Hook.Phase.MAIL, client, transaction, isKnown);
    }

    /// Why mail for the last of the recipients is not taken.
    Optional<Reply> rcpt(Client client, SessionState.Transaction transaction, boolean isKnown) {
        return ask(Hook.Phase.RCPT, client, transaction, isKnown);
    }

    private Optional<Reply> ask(
            Hook.Phase phase,
            Client client,
            SessionState.Transaction transaction,
            boolean isKnown) {
        if (hook.isEmpty()) {
            return Optional.empty();
        }
        List<Address> to =
                transaction.recipients().stream().map(Command.Rcpt::forwardPath).toList();
        var question =
                new Hook.Question(
                        phase,
                        caller(client, transaction.hello().name()),
                        transaction.mail().reversePath(),
                        to,
                        "",
                        0);
        return refusal(answer(question, isKnown), ofMessage);
    }

    /// What is to be done with a message.
    Gate.Judgement judge(
            Client client, SessionState.Receiving receiving, byte[] message, boolean isKnown) {
        if (hook.isEmpty()) {
            return new Gate.Take(message);
        }
        Letter letter = Letter.read(message);
        var question =
                new Hook.Question(
                        Hook.Phase.DATA,
                        caller(client, receiving.hello().name()),
                        receiving.mail().reversePath(),
                        receiving.envelope().forwardPaths(),
                        new String(
                                letter.header(MOST_HEADER).getBytes(StandardCharsets.ISO_8859_1),
                                StandardCharsets.UTF_8),
                        message.length);
        Hook.Answer answer = answer(question, isKnown);
        if (answer instanceof Hook.Answer.Discard) {
            return new Gate.Discard("a hook says so");
        }
        Optional<Reply> refusal = refusal(answer, ofMessage);
        if (refusal.isPresent()) {
            return new Gate.Refuse(refusal.get());
        }
        for (List<Hook.Answer.Tag> tags : List.of(ofClient, ofMessage)) {
            for (Hook.Answer.Tag tag : tags) {
                letter = letter.under(tag.name(), tag.value());
            }
        }
        return new Gate.Take(letter.toBytes());
    }

    private Hook.Answer answer(Hook.Question question, boolean isKnown) {
        try {
            return hook.isPresent() ? hook.get().ask(question) : new Hook.Answer.Accept();
        } catch (MailException e) {
            log.add("-", isKnown ? "--" : "==", e.problem().message());
            return isKnown
                    ? new Hook.Answer.Accept()
                    : new Hook.Answer.Defer("Your mail cannot be looked at now");
        }
    }

    private static Optional<Reply> refusal(Hook.Answer answer, List<Hook.Answer.Tag> tags) {
        return switch (answer) {
            case Hook.Answer.Accept _, Hook.Answer.Discard _ -> Optional.empty();
            case Hook.Answer.Tag tag -> {
                tags.add(tag);
                yield Optional.empty();
            }
            case Hook.Answer.Defer(var why) -> Optional.of(Reply.enhanced(451, "4.7.1", why));
            case Hook.Answer.Reject(int code, var why) ->
                    Optional.of(Reply.enhanced(code, "5.7.1", why));
        };
    }

    private static Hook.Caller caller(Client client, String hello) {
        return new Hook.Caller(client.from(), hello, client.user(), client.standing().isSecure());
    }
}
