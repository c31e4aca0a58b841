package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.mail.Problem;
import hazel.mail.ServerCertificate;
import hazel.screen.parts.Form;
import hazel.screen.parts.TypedLine;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Title;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A certificate that is not believed, and the question whether to believe it.
///
/// The answer is a word, so that no key pressed in haste is a yes. Where another certificate is
/// pinned, the answer is the end of the new fingerprint, which has to be looked at or asked for.
///
/// @param trouble what was wrong with the last answer; empty for nothing
public record CertificateScreen(
        String account, Problem.BadCertificate problem, TypedLine line, String trouble)
        implements Screen {

    private static final int LABEL = 12;

    /// Hexadecimal digits of the fingerprint that are typed in answer to an alarm.
    private static final int TYPED_DIGITS = 8;

    /// Octets of a fingerprint on one row, each three columns with its colon.
    private static final int ROW_COLUMNS = 16 * 3;

    private static final List<Command> OFFERS =
            Stream.concat(Stream.of(Command.ACCEPT, Command.CANCEL), TypedLine.COMMANDS.stream())
                    .toList();

    static CertificateScreen of(Msg.Distrusted distrusted) {
        return new CertificateScreen(
                distrusted.account(), distrusted.problem(), TypedLine.EMPTY, "");
    }

    @Override
    public Context context() {
        return Context.PROMPT;
    }

    @Override
    public Title title() {
        return new Title(
                isAlarm() ? "ALARM: another certificate" : "An unknown certificate", "", account);
    }

    private boolean isAlarm() {
        return problem.pinned().isPresent();
    }

    @Override
    public List<Command> offers() {
        return OFFERS;
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case ACCEPT -> answered();
            case CANCEL -> Next.close();
            default -> Next.stay(with(line.perform(call.command()), ""));
        };
    }

    private Next answered() {
        String typed = line.text().strip().toUpperCase(Locale.ROOT).replaceAll("[: ]", "");
        if (typed.isEmpty()) {
            return Next.close();
        }
        String fingerprint = problem.certificate().fingerprint();
        String digits = fingerprint.replace(":", "");
        boolean isAgreed =
                isAlarm()
                        ? typed.length() >= TYPED_DIGITS && digits.endsWith(typed)
                        : typed.equals("YES");
        return isAgreed
                ? Next.close(
                        new Effect.PinCertificate(
                                account, problem.host(), problem.port(), fingerprint))
                : Next.stay(
                        with(
                                TypedLine.EMPTY,
                                isAlarm()
                                        ? "That is not how the new fingerprint ends."
                                        : "Only the word yes trusts it."));
    }

    private CertificateScreen with(TypedLine typed, String why) {
        return new CertificateScreen(account, problem, typed, why);
    }

    @Override
    public Next type(Key key) {
        return Next.stay(key.text().isEmpty() ? this : with(line.insert(key.text()), ""));
    }

    @Override
    public Next paste(String text) {
        return Next.stay(with(line.insert(text.strip().replace('\n', ' ')), ""));
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return Next.stay(this);
    }

    @Override
    public Frame view(Scene scene) {
        var form = Form.of(scene.size().columns(), LABEL);
        form.say(isAlarm() ? Role.ERROR : Role.HEADING, what());
        ServerCertificate certificate = problem.certificate();
        form.field("Server", problem.host() + " port " + problem.port());
        form.field("Account", account);
        form.field("Made out to", certificate.owner());
        form.field("Signed by", certificate.signer());
        form.field("Valid", certificate.validity());
        problem.pinned().ifPresent(pin -> fingerprint(form, "Trusted", pin));
        fingerprint(form, isAlarm() ? "Now shown" : "SHA-256", certificate.fingerprint());
        if (!isAlarm()) {
            form.field("Trouble", String.join("; ", problem.faults()));
        }
        form.gap();
        form.say(Role.PLAIN, advice());
        if (!trouble.isEmpty()) {
            form.say(Role.WARNING, trouble);
        }
        Frame.Position cursor = form.ask(isAlarm() ? "Its end:" : "Trust it?", line);
        // The question is to be seen, whatever has no room.
        int over = Math.max(0, form.lines().size() - scene.size().rows());
        form.lines().subList(0, over).clear();
        return new Frame(
                form.lines(),
                Optional.of(new Frame.Position(cursor.column(), cursor.row() - over)));
    }

    private String what() {
        return isAlarm()
                ? "ALARM: "
                        + problem.host()
                        + " shows another certificate than the one that you trust. Somebody may be"
                        + " listening in. Nothing was sent there."
                : problem.host()
                        + " shows a certificate that nobody whom this machine trusts has signed for"
                        + " it. Nothing was sent there.";
    }

    private String advice() {
        return isAlarm()
                ? "Ask who runs the server, by another way than mail. Only where the new"
                        + " fingerprint is theirs, type the last "
                        + TYPED_DIGITS
                        + " of its letters and figures. Enter alone leaves everything as it is."
                : "Ask who runs the server for its fingerprint, by another way than mail. Type yes"
                        + " to trust exactly this certificate for this account from now on; Enter"
                        + " alone is not now.";
    }

    /// Two rows, which a person can compare.
    private static void fingerprint(Form form, String label, String text) {
        int half = Math.min(ROW_COLUMNS, text.length());
        form.row(label, text.substring(0, half));
        form.row("", text.substring(half));
    }
}
