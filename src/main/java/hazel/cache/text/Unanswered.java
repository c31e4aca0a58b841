package hazel.cache.text;

import hazel.mail.MailException;

/// Carries a failure of the database through a call that cannot fail otherwise; never leaves this
/// package.
final class Unanswered extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final MailException problem;

    Unanswered(MailException problem) {
        super(problem);
        this.problem = problem;
    }

    MailException problem() {
        return problem;
    }
}
