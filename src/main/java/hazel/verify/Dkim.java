package hazel.verify;

import hazel.dns.Resolver;
import hazel.verify.PublicKeys.Found;
import hazel.verify.RawMessage.RawField;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Checks the signatures that domains put on a message (RFC 6376, RFC 8301, RFC 8463).
public final class Dkim {

    /// More signatures than any message has; each costs a question.
    private static final int MOST = 10;

    /// RFC 8301 section 3.2.
    private static final int SHORTEST_RSA = 1024;

    private static final int LARGEST_SIGNATURE = 4 << 10;

    private Dkim() {}

    /// One signature.
    ///
    /// @param domain that signed, in small letters; as written where it cannot be read
    /// @param reason why it is not right; empty where it is
    /// @param warnings what is to be known of it all the same, sentences without their full stop
    public record Signature(
            String domain, String selector, Result result, String reason, List<String> warnings) {

        public Signature {
            warnings = List.copyOf(warnings);
        }
    }

    /// Each signature of a message, top first; at most ten. Blocks.
    static List<Signature> check(RawMessage message, Resolver resolver, Instant now) {
        return message.named("DKIM-Signature").stream()
                .limit(MOST)
                .map(field -> check(message, field, resolver, now))
                .toList();
    }

    private static Signature check(
            RawMessage message, RawField field, Resolver resolver, Instant now) {
        Optional<TagList> tags = TagList.parse(field.value());
        if (tags.isEmpty()) {
            return new Signature("", "", Result.PERMERROR, "it cannot be read", List.of());
        }
        TagList list = tags.get();
        String version = list.get("v", "");
        Checked checked =
                version.equals("1")
                        ? new Check(message, field, list, resolver, now).check()
                        : Checked.wrong(Result.PERMERROR, "it has the version '" + version + "'");
        return new Signature(
                list.get("d", "").toLowerCase(Locale.ROOT),
                list.get("s", ""),
                checked.result(),
                checked.reason(),
                checked.warnings());
    }

    record Checked(Result result, String reason, List<String> warnings) {

        static Checked wrong(Result result, String reason) {
            return new Checked(result, reason, List.of());
        }
    }

    /// One signature over fields and body, of DKIM or of ARC.
    record Check(RawMessage message, RawField field, TagList tags, Resolver resolver, Instant now) {

        Checked check() {
            for (String needed : List.of("a", "b", "bh", "d", "h", "s")) {
                if (tags.get(needed, "").isEmpty()) {
                    return Checked.wrong(Result.PERMERROR, "it has no " + needed + "=");
                }
            }
            Optional<Algorithm> algorithm = Algorithm.named(tags.get("a", ""));
            if (algorithm.isEmpty()) {
                return Checked.wrong(
                        Result.PERMERROR,
                        "it is made by '" + tags.get("a", "") + "', unknown here");
            }
            Optional<Canonical> header = form(0);
            Optional<Canonical> body = form(1);
            if (header.isEmpty() || body.isEmpty()) {
                return Checked.wrong(Result.PERMERROR, "its c= is unknown");
            }
            List<String> names = Arrays.asList(tags.get("h", "").split("\\s*:\\s*"));
            if (names.stream().noneMatch("from"::equalsIgnoreCase)) {
                return Checked.wrong(Result.PERMERROR, "it does not sign the From field");
            }
            String identity = tags.quoted("i").orElse("@" + tags.get("d", ""));
            String of = identity.substring(identity.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
            String domain = tags.get("d", "").toLowerCase(Locale.ROOT);
            if (!of.equals(domain) && !of.endsWith("." + domain)) {
                return Checked.wrong(Result.PERMERROR, "its i= is not of its domain");
            }
            if (number("x").filter(x -> now.getEpochSecond() > x).isPresent()) {
                return Checked.wrong(Result.FAIL, "it was valid for a time that is over");
            }
            Optional<Checked> wrongBody = body(body.get(), algorithm.get());
            if (wrongBody.isPresent()) {
                return wrongBody.get();
            }
            return switch (PublicKeys.find(
                    tags.get("s", ""), domain, algorithm.get().keyType(), resolver)) {
                case Found.Trouble(var result, var reason) -> Checked.wrong(result, reason);
                case Found.Key key when key.isExact() && !of.equals(domain) ->
                        Checked.wrong(Result.PERMERROR, "its key is for the domain alone");
                case Found.Key key ->
                        signed(
                                key,
                                algorithm.get(),
                                SignedFields.text(message, names, field, header.get()));
            };
        }

        /// @param at 0 for the header, 1 for the body
        private Optional<Canonical> form(int at) {
            String[] words = tags.get("c", "simple").toLowerCase(Locale.ROOT).split("/", 2);
            String word = at < words.length ? words[at].strip() : "simple";
            return switch (word) {
                case "simple" -> Optional.of(Canonical.SIMPLE);
                case "relaxed" -> Optional.of(Canonical.RELAXED);
                default -> Optional.empty();
            };
        }

        private Optional<Long> number(String tag) {
            return tags.get(tag).filter(v -> v.matches("[0-9]{1,15}")).map(Long::parseLong);
        }

        private Optional<Checked> body(Canonical form, Algorithm algorithm) {
            var digest = algorithm.digest();
            long most = number("l").orElse(Long.MAX_VALUE);
            long length = form.body(message, most, digest);
            if (tags.get("l").isPresent() && (number("l").isEmpty() || most > length)) {
                return Optional.of(
                        Checked.wrong(Result.PERMERROR, "its l= is more than the body has"));
            }
            String hash = Base64.getEncoder().encodeToString(digest.digest());
            return hash.equals(tags.solid("bh").orElse(""))
                    ? Optional.empty()
                    : Optional.of(
                            Checked.wrong(Result.FAIL, "the body was changed after it was signed"));
        }

        /// @param text that was signed
        Checked signed(Found.Key key, Algorithm algorithm, String text) {
            if (!isRight(key, algorithm, text)) {
                return Checked.wrong(Result.FAIL, "the header was changed, or another key signed");
            }
            if (algorithm == Algorithm.RSA_SHA1) {
                return Checked.wrong(
                        Result.POLICY, "it is right, but rsa-sha1 is not believed any more");
            }
            if (key.bits() < SHORTEST_RSA && algorithm == Algorithm.RSA_SHA256) {
                return Checked.wrong(
                        Result.POLICY,
                        "it is right, but its key of " + key.bits() + " bits is too short");
            }
            return new Checked(Result.PASS, "", warnings(key));
        }

        private boolean isRight(Found.Key key, Algorithm algorithm, String text) {
            try {
                byte[] octets = Base64.getDecoder().decode(tags.solid("b").orElse(""));
                return octets.length < LARGEST_SIGNATURE
                        && algorithm.isRight(key.key(), text, octets);
            } catch (IllegalArgumentException _) {
                return false;
            }
        }

        private List<String> warnings(Found.Key key) {
            List<String> warnings = new ArrayList<>();
            tags.get("l")
                    .ifPresent(l ->
                            warnings.add(
                                    "it signs only the first "
                                            + l
                                            + " octets of the body: anybody may have written what"
                                            + " comes after"));
            if (key.isTest()) {
                warnings.add("its key is marked as a test (t=y)");
            }
            List<String> signed = Arrays.asList(tags.get("h", "").split("\\s*:\\s*"));
            if (signed.stream().noneMatch("subject"::equalsIgnoreCase)) {
                warnings.add("it does not sign the subject");
            }
            return warnings;
        }
    }
}
