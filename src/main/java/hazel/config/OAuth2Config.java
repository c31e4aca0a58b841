package hazel.config;

import java.net.URI;
import java.util.Optional;

/// Who a person signs in with where a server takes no password (OAuth 2.0, RFC 6749).
///
/// @param name of the table, `[oauth2.NAME]`
/// @param authorize the page to sign in on
/// @param token where tokens are given out
/// @param device where a sign-in on another device begins
/// @param client the program's name at the provider
/// @param secret what the provider gave out with it
/// @param scope what is asked for
/// @param redirectHost what the provider wants the loopback interface to be called
public record OAuth2Config(
        String name,
        URI authorize,
        URI token,
        Optional<URI> device,
        String client,
        Optional<Secret> secret,
        String scope,
        String redirectHost) {}
