/// Signing in where a server takes no password but a token of its identity provider: OAuth 2.0 (RFC
/// 6749) for programs on a person's own machine (RFC 8252).
///
/// A person signs in once, in a browser: by the authorization code with PKCE (RFC 7636), which
/// comes back to a port of the loopback interface ([CodeFlow]), or by a code that is typed on any
/// other device (RFC 8628, [DeviceFlow]). What lasts is the refresh token, in a file that only its
/// owner can read ([TokenFile]); from it [AccessTokens] gets access tokens, when one is needed and
/// the last has run out.
///
/// No token is ever in a log, an exception or what `toString` says, and none goes to a provider but
/// over HTTPS. Answers are bounded; what is no answer of an identity provider is one sentence.
///
/// Start reading at [Provider], then [AccessTokens].
@NullMarked
package hazel.oauth2;

import org.jspecify.annotations.NullMarked;
