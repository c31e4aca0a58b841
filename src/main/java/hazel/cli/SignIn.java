package hazel.cli;

import hazel.app.Passwords;
import hazel.config.Secret;
import hazel.mail.MailException;
import hazel.oauth2.CodeFlow;
import hazel.oauth2.DeviceFlow;
import hazel.oauth2.Provider;
import hazel.oauth2.TokenFile;
import hazel.oauth2.Tokens;
import hazel.text.Harmless;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;

/// Says to a person where to sign in, waits, and keeps what the provider gives out.
///
/// @param isOnDevice by a code on another device, in place of a browser on this machine
record SignIn(PrintWriter out, boolean isOnDevice) {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// @throws MailException where nobody signs in
    void with(Secret.OAuth2 secret) throws MailException {
        Provider provider = Passwords.provider(secret.provider());
        new TokenFile(secret.tokens()).write(isOnDevice ? device(provider) : code(provider));
        say("signed in with " + provider.name());
    }

    private Tokens code(Provider provider) throws MailException {
        try (CodeFlow flow = CodeFlow.begin(provider, InstantSource.system())) {
            say("open this in a browser on this machine:");
            say(flow.page().toString());
            return flow.await(PATIENCE);
        }
    }

    private Tokens device(Provider provider) throws MailException {
        DeviceFlow flow = DeviceFlow.begin(provider, InstantSource.system());
        say("open " + flow.page() + " on any device and type there: " + flow.userCode());
        return flow.await(Thread::sleep);
    }

    private void say(String line) {
        out.println(Harmless.line(line));
        out.flush();
    }
}
