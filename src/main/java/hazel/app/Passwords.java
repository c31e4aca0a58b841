package hazel.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.config.OAuth2Config;
import hazel.config.Secret;
import hazel.config.ServerConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.oauth2.AccessTokens;
import hazel.oauth2.Provider;
import hazel.oauth2.TokenFile;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Precedent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Gets a password when it is needed. It is never kept, logged or put on a command line.
public final class Passwords {

    private static final int LONGEST = 64 * 1024;
    private static final int SECONDS = 60;
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rwx------");

    private Passwords() {}

    /// Blocks while a command runs or a person is asked by it.
    public static String get(Secret secret) throws MailException {
        return switch (secret) {
            case Secret.Plain(String text) -> text;
            case Secret.File(Path path) -> fromFile(path);
            case Secret.Command(String command) -> fromCommand(command);
            case Secret.OAuth2 of -> tokens(of).get();
            case Secret.Certificate(Path file, _) ->
                    throw new MailException(
                            new Problem.NotPermitted(
                                    file.toString(),
                                    "a password is wanted here, and a certificate is none"));
        };
    }

    /// How to log in at a server, the password being asked for then.
    static Login login(ServerConfig server) {
        String user = server.login().map(ServerConfig.Login::user).orElse("");
        return new Login(user, new Asked(server), server.mechanism(), Precedent.NONE);
    }

    /// What proves who one is at a server.
    private record Asked(ServerConfig server) implements Credentials.Source {

        @Override
        public Credentials get() throws MailException {
            ServerConfig.Login login = login();
            return switch (login.password()) {
                case Secret.Certificate _ -> Credentials.certificate(login.user());
                case Secret.OAuth2 of -> token(login, tokens(of).get());
                case Secret.Plain _, Secret.File _, Secret.Command _ ->
                        Credentials.password(login.user(), Passwords.get(login.password()));
            };
        }

        @Override
        public Optional<Credentials> insteadOf(Credentials refused) throws MailException {
            ServerConfig.Login login = login();
            return login.password() instanceof Secret.OAuth2 of
                    ? tokens(of).insteadOf(refused.secret()).map(token -> token(login, token))
                    : Optional.empty();
        }

        private static Credentials token(ServerConfig.Login login, String token) {
            return new Credentials(login.user(), Credentials.Kind.ACCESS_TOKEN, token);
        }

        private ServerConfig.Login login() throws MailException {
            return server.login()
                    .orElseThrow(() ->
                            new MailException(
                                    new Problem.BadCredentials(
                                            server.host(),
                                            "no user is named for " + server.host())));
        }
    }

    private static AccessTokens tokens(Secret.OAuth2 of) throws MailException {
        return new AccessTokens(
                provider(of.provider()),
                new TokenFile(of.tokens()),
                of.account(),
                InstantSource.system());
    }

    /// Whom to sign in with.
    public static Provider provider(OAuth2Config of) throws MailException {
        Optional<String> secret =
                of.secret().isPresent() ? Optional.of(get(of.secret().get())) : Optional.empty();
        return new Provider(
                of.name(),
                of.authorize(),
                of.token(),
                of.device(),
                of.client(),
                secret,
                of.scope(),
                of.redirectHost());
    }

    private static String fromFile(Path path) throws MailException {
        try {
            Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
            others.addAll(Files.getPosixFilePermissions(path));
            others.removeAll(OWNER);
            if (!others.isEmpty()) {
                throw new MailException(
                        new Problem.NotPermitted(
                                path.toString(),
                                path + " holds a password and others may use it: chmod 600 it"));
            }
            return firstLine(Files.readString(path), path.toString());
        } catch (java.nio.file.NoSuchFileException e) {
            throw new MailException(new Problem.NoSuchFile(path.toString()), e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            path.toString(), "cannot read " + path + ": " + Reason.of(e)),
                    e);
        }
    }

    /// The command's standard error goes nowhere: it could hold what it should not.
    private static String fromCommand(String command) throws MailException {
        try {
            Process process =
                    new ProcessBuilder("/bin/sh", "-c", command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .start();
            String printed;
            try (InputStream out = process.getInputStream()) {
                printed = new String(out.readNBytes(LONGEST), UTF_8);
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("the password command did not end within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw failed("the password command ended with " + process.exitValue());
            }
            return firstLine(printed, "the password command");
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("password", "cannot run the password command"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("password"), e);
        }
    }

    private static String firstLine(String text, String source) throws MailException {
        return text.lines()
                .findFirst()
                .filter(line -> !line.isEmpty())
                .orElseThrow(() -> failed(source + " gave no password"));
    }

    private static MailException failed(String sentence) {
        return new MailException(new Problem.BadCredentials("password", sentence));
    }
}
