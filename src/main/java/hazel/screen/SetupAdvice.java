package hazel.screen;

import java.util.List;

/// What the set-up screen says at each step: what is wanted now, and what becomes of it.
final class SetupAdvice {

    private SetupAdvice() {}

    /// @param account its name
    /// @param file that it is written in, once all is done
    static List<String> on(SetupScreen.Step step, String account, String file) {
        return switch (step) {
            case ADDRESS ->
                    List.of(
                            "Type your mail address and press Enter. Hazel finds the servers, asks"
                                    + " for what it cannot know, and writes nothing before it all"
                                    + " works.",
                            "Or press Enter alone to just look around: Hazel then reads the Maildir"
                                    + " ~/Mail and sends by its own relay. 'hazel account add' sets"
                                    + " up an account at any time, and 'hazel demo' shows sample"
                                    + " mail.");
            case FINDING -> List.of("Looking for the servers, ten seconds at most …");
            case INCOMING ->
                    List.of(
                            "Where is your mail? Type the name of the IMAP server, as"
                                    + " imap.example.org, or its whole address, as"
                                    + " pop3s://ada@pop.example.org.",
                            "Esc goes back.");
            case OUTGOING ->
                    List.of(
                            "Which server takes your mail? Type its name, as smtp.example.org, or"
                                + " its whole address, as submission://ada@smtp.example.org:587.",
                            "Esc goes back.");
            case AGREEMENT ->
                    List.of(
                            "Not all of these servers are of the domain of your address, and they"
                                    + " get your password. That is usual where somebody else runs"
                                    + " the domain's mail. Type yes where you know them; Esc goes"
                                    + " back.");
            case NAME -> List.of("Your name, as others see it in your mail. It may be left empty.");
            case PASSWORD ->
                    List.of(
                            "It goes to these servers only, inside TLS, and is kept in the"
                                    + " desktop's secret service where there is one, else in a file"
                                    + " that only you can read. Esc goes back.");
            case TRYING -> List.of("Trying to log in …");
            case AGAIN ->
                    List.of(
                            "Nothing was written. Enter tries again, Esc goes back. 'hazel account"
                                    + " add' can be told more about servers.");
            case DONE ->
                    List.of(
                            "Both servers took the login. The account is called '"
                                    + account
                                    + "' and is written in "
                                    + file
                                    + ".",
                            "Press Enter to read your mail. There, ? shows every key.");
        };
    }
}
