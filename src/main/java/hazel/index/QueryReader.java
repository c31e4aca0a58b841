package hazel.index;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.time.Clock;
import java.time.LocalDate;

/// Reads queries of a user, with what they mean today.
///
/// @param clock whose zone is the user's
public record QueryReader(Clock clock, QueueIds queueIds) {

    public Query.Result parse(String text) {
        return QueryParser.parse(text, new QueryValues(LocalDate.now(clock), queueIds));
    }

    /// @throws MailException with [Problem.Malformed] where the text is no query
    public Query read(String text) throws MailException {
        return switch (parse(text)) {
            case Query.Parsed(var query) -> query;
            case Query.Wrong(int column, var sentence) ->
                    throw new MailException(
                            new Problem.Malformed(
                                    text, "in '" + text + "', column " + column + ": " + sentence));
        };
    }
}
