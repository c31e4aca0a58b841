package hazel.ui;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Certificates that a person has still to be asked about. Each is asked about once: the answer
/// "not now" holds until Hazel is started again, or the server shows another one.
final class Distrust {

    private record Asked(String account, String host, int port, String fingerprint) {}

    private final Set<Asked> asked = new HashSet<>();
    private final Queue<Msg.Distrusted> waiting = new ArrayDeque<>();

    void hear(Msg.News any) {
        if (!(any instanceof Msg.Distrusted news)) {
            return;
        }
        var problem = news.problem();
        var about =
                new Asked(
                        news.account(),
                        problem.host(),
                        problem.port(),
                        problem.certificate().fingerprint());
        if (asked.add(about)) {
            waiting.add(news);
        }
    }

    /// The question that is to be put over a screen now, and is not put again.
    Optional<Screen> over(Screen top, ScreenFactory factory) {
        return top.mayBeCovered()
                ? Optional.ofNullable(waiting.poll()).map(factory::certificate)
                : Optional.empty();
    }
}
