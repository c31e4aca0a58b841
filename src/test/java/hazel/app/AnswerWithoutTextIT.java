package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Dovecot;
import hazel.compose.Draft;
import hazel.mail.Address;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A message is answered without a connection, though only its header is here.
class AnswerWithoutTextIT {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final MessageRef QUESTION = new MessageRef(INBOX, new Uid("1"));

    @TempDir Path home;

    private static List<Msg> asked(PaperReader reader, ComposeRequest.Kind kind) {
        return reader.perform(new Effect.Compose(new ComposeRequest.Answer(QUESTION, kind)));
    }

    private static Draft draft(List<Msg> answers) {
        return answers.stream()
                .filter(Msg.Composing.class::isInstance)
                .map(m -> ((Msg.Composing) m).draft())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAnswerGoesWhereItIsAskedForWithoutAQuotationAndNothingIsSentOn() throws Exception {
        try (Dovecot dovecot = Dovecot.start("imap", "mail_max_userip_connections = 100\n")) {
            dovecot.deliver(
                    "1.host",
                    """
                    From: Grace <grace@example.net>
                    Reply-To: tea@example.net
                    To: ada+tea@example.org
                    Cc: bob@example.net
                    List-Post: <mailto:list@example.net>
                    Subject: Tea?
                    Message-ID: <tea@example.net>

                    At five.
                    """
                            .getBytes(US_ASCII));
            Reader.Setting setting =
                    ServerHome.at(dovecot.port(), home, "others = ['ada+tea@example.org']")
                            .synchronised()
                            .setting();
            dovecot.close();
            try (var reader = new PaperReader(setting, INBOX)) {
                List<Msg> answers = asked(reader, ComposeRequest.Kind.REPLY_ALL);
                Draft draft = draft(answers);
                assertThat(draft.to())
                        .extracting(Address::addrSpec)
                        .containsExactly("tea@example.net");
                assertThat(draft.cc())
                        .extracting(Address::addrSpec)
                        .containsExactly("bob@example.net");
                assertThat(draft.from().addrSpec()).isEqualTo("ada+tea@example.org");
                assertThat(draft.subject()).isEqualTo("Re: Tea?");
                assertThat(draft.inReplyTo().orElseThrow().value()).isEqualTo("tea@example.net");
                assertThat(draft.body()).isBlank();
                assertThat(draft.answers()).isEqualTo(Optional.of("work\tINBOX\t1"));
                assertThat(answers)
                        .filteredOn(Msg.Noticed.class::isInstance)
                        .asString()
                        .contains("only the header of this message is here, so nothing is quoted");
                assertThat(draft(asked(reader, ComposeRequest.Kind.REPLY_LIST)).to())
                        .extracting(Address::addrSpec)
                        .containsExactly("list@example.net");

                List<Msg> sentOn = asked(reader, ComposeRequest.Kind.FORWARD);
                assertThat(sentOn).noneMatch(Msg.Composing.class::isInstance);
                assertThat(sentOn)
                        .filteredOn(Msg.Failed.class::isInstance)
                        .asString()
                        .contains("only the header of this message is here: no connection");
            }
        }
    }
}
