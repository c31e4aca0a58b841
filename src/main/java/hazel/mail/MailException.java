package hazel.mail;

/// Carries a [Problem] up a worker's stack. It never crosses to the UI thread: the effect runner
/// catches it there and sends the problem on as a message.
public class MailException extends Exception {

    private final transient Problem problem;

    public MailException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public MailException(Problem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
