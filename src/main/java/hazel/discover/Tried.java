package hazel.discover;

import hazel.mail.Problem;

import java.util.Optional;
import java.util.Set;

/// A candidate that was knocked at.
///
/// @param offers what the server offers, in capitals; empty where it does not work
/// @param problem why it does not work; empty where it does
public record Tried(Candidate candidate, Set<String> offers, Optional<Problem> problem) {

    public Tried {
        offers = Set.copyOf(offers);
    }

    public boolean works() {
        return problem.isEmpty();
    }
}
