package hazel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import hazel.Corpus;
import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.PaperResolver;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.mime.MessageParser;
import hazel.trust.Row;
import hazel.trust.Trace;
import hazel.trust.Trusted;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class VerificationTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final KeyPair RSA = pair("RSA", 2048);
    private static final KeyPair SHORT = pair("RSA", 768);
    private static final KeyPair ED = pair("Ed25519", 255);

    private static final Resolver DNS =
            PaperResolver.of(
                    """
                    rsa._domainkey.example.org.   TXT "v=DKIM1; k=rsa; p=%s"
                    short._domainkey.example.org. TXT "v=DKIM1; p=%s"
                    ed._domainkey.example.org.    TXT "v=DKIM1; k=ed25519; p=%s"
                    gone._domainkey.example.org.  TXT "v=DKIM1; p="
                    example.org.                  TXT "v=spf1 ip4:198.51.100.7 -all"
                    _dmarc.example.org.           TXT "v=DMARC1; p=reject; sp=quarantine"
                    lists.example.com.            TXT "v=spf1 ip4:198.51.100.30 -all"
                    """
                            .formatted(
                                    base64(RSA.getPublic().getEncoded())
                                            .replaceFirst("(.{200})", "$1\" \""),
                                    base64(SHORT.getPublic().getEncoded()),
                                    base64(lastOctets(ED.getPublic().getEncoded(), 32))));

    private static final String HEADER =
            """
            Return-Path: <ada@example.org>
            Received: from out.example.org (out.example.org [198.51.100.7])
              by mx.example.net with ESMTPS; Tue, 24 Nov 2026 10:00:05 +0000
            """;
    private static final String AUTHOR =
            """
            From:  Ada   <ada@example.org>
            Subject: Lunch
            """;
    private static final String BODY = "Come!  \n\nAt noon \t sharp.\n\n\n";

    private static KeyPair pair(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] lastOctets(byte[] octets, int count) {
        return Arrays.copyOfRange(octets, octets.length - count, octets.length);
    }

    /// A signature in the relaxed form over From and Subject, made as the RFC has it by hand.
    ///
    /// @param more tags, as `l=5; `
    private static String signed(String selector, KeyPair key, String more, String signedBody)
            throws GeneralSecurityException {
        boolean isRsa = key != ED;
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(signedBody.getBytes(ISO_8859_1));
        String field =
                "v=1; a=%s; c=relaxed/relaxed; d=example.org; s=%s; h=from:subject; %sbh=%s; b="
                        .formatted(
                                isRsa ? "rsa-sha256" : "ed25519-sha256",
                                selector,
                                more,
                                base64(hash));
        byte[] text =
                ("from:Ada <ada@example.org>\r\nsubject:Lunch\r\ndkim-signature:" + field)
                        .getBytes(ISO_8859_1);
        var signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(isRsa ? text : MessageDigest.getInstance("SHA-256").digest(text));
        return "DKIM-Signature: " + field + base64(signature.sign()) + "\n";
    }

    private static final String RELAXED_BODY = "Come!\r\n\r\nAt noon sharp.\r\n";

    private static Verification verify(String message, Resolver resolver) {
        byte[] octets = message.getBytes(UTF_8);
        var header = MessageParser.parse(octets).header();
        Trace trace = Trace.of(header, Trusted.NOBODY, NOW);
        return Verification.of(octets, header, trace, resolver, NOW);
    }

    private static List<String> dkim(String message) {
        return verify(message, DNS).dkim().stream()
                .map(s -> (s.result().word() + " " + s.reason()).strip())
                .toList();
    }

    private static String text(Verification verification) {
        return VerificationText.rows(verification, 80).stream()
                .map(Row::text)
                .collect(joining("\n", "", "\n"));
    }

    @Test
    void aRightSignaturePassesAndOneChangedOctetBreaksIt() throws Exception {
        String signature = signed("rsa", RSA, "", RELAXED_BODY);
        assertThat(dkim(HEADER + signature + AUTHOR + "\n" + BODY)).containsExactly("pass");
        assertThat(dkim(HEADER + signature + AUTHOR + "\n" + BODY.replace("noon", "nine")))
                .containsExactly("fail the body was changed after it was signed");
        assertThat(dkim(HEADER + signature + AUTHOR.replace("Lunch", "Money") + "\n" + BODY))
                .containsExactly("fail the header was changed, or another key signed");
        assertThat(dkim(HEADER + signature + AUTHOR.replace("\n", "\r\n") + "\r\n" + BODY))
                .containsExactly("pass"); // line ends are no change
    }

    @Test
    void ed25519IsUnderstood() throws Exception {
        String signature = signed("ed", ED, "", RELAXED_BODY);
        assertThat(dkim(HEADER + signature + AUTHOR + "\n" + BODY)).containsExactly("pass");
        assertThat(dkim(HEADER + signature + AUTHOR + "\n" + BODY + "x"))
                .containsExactly("fail the body was changed after it was signed");
    }

    @Test
    void aSignatureOverThePartOfABodyIsWarnedOf() throws Exception {
        String signature = signed("rsa", RSA, "l=7; ", "Come!\r\n");
        var checked = verify(HEADER + signature + AUTHOR + "\n" + BODY + "Pay me.\n", DNS);
        assertThat(checked.dkim().getFirst().result()).isEqualTo(Result.PASS);
        assertThat(checked.dkim().getFirst().warnings())
                .containsExactly(
                        "it signs only the first 7 octets of the body: anybody may have written"
                                + " what comes after");
        String longer = signed("rsa", RSA, "l=700; ", RELAXED_BODY);
        assertThat(dkim(HEADER + longer + AUTHOR + "\n" + BODY))
                .containsExactly("permerror its l= is more than the body has");
    }

    @Test
    void whatIsNotBelievedAnyMoreAndWhatHasNoKeySaysSo() throws Exception {
        String weak = signed("short", SHORT, "", RELAXED_BODY);
        assertThat(dkim(HEADER + weak + AUTHOR + "\n" + BODY))
                .containsExactly("policy it is right, but its key of 768 bits is too short");
        String gone = signed("gone", RSA, "", RELAXED_BODY);
        String nowhere = signed("none", RSA, "", RELAXED_BODY);
        String over = signed("rsa", RSA, "x=1000; ", RELAXED_BODY);
        assertThat(dkim(HEADER + gone + nowhere + over + AUTHOR + "\n" + BODY))
                .containsExactly(
                        "permerror the key at gone._domainkey.example.org was taken back",
                        "permerror there is no key at none._domainkey.example.org",
                        "fail it was valid for a time that is over");
        assertThat(
                        dkim(
                                "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=rsa;"
                                        + " h=subject:to; bh=x; b=x\n"
                                        + AUTHOR
                                        + "\n"))
                .containsExactly("permerror it does not sign the From field");
    }

    @Test
    void signatureAndClientSpeakForTheAuthorsDomain() throws Exception {
        String signature = signed("rsa", RSA, "", RELAXED_BODY);
        assertThat(text(verify(HEADER + signature + AUTHOR + "\n" + BODY, DNS)))
                .isEqualTo(
                        """
                        Signatures of domains (DKIM)
                          pass      example.org, selector rsa
                        May the client send for the domain? (SPF)
                          pass      example.org permits 198.51.100.7 by 'ip4'
                        Does any of it speak for the author's domain? (DMARC)
                          pass      example.org: the signature of example.org and the SPF record of
                            example.org speak for it; its policy is reject
                        """);
    }

    @Test
    void aMessageThatNobodySignedFromAnotherClientIsVouchedForByNothing() {
        String message =
                """
                Return-Path: <birds@lists.example.com>
                Received: from lists.example.com (lists.example.com [198.51.100.30])
                  by mx.example.net with ESMTPS; Tue, 24 Nov 2026 10:00:05 +0000
                From: Ada <ada@mail.example.org>

                """;
        Verification checked = verify(message, DNS);
        assertThat(checked.isVouchedFor()).isFalse();
        assertThat(text(checked))
                .isEqualTo(
                        """
                        Signatures of domains (DKIM)
                          none      no domain signed the message
                        May the client send for the domain? (SPF)
                          pass      lists.example.com permits 198.51.100.30 by 'ip4'
                        Does any of it speak for the author's domain? (DMARC)
                          fail      mail.example.org: nothing speaks for it; its policy is quarantine
                        """);
    }

    @Test
    void whereNobodyAnswersNothingIsCertain() throws Exception {
        String signature = signed("rsa", RSA, "", RELAXED_BODY);
        Resolver silent = (_, _) -> new Answer.NoAnswer("no answer from 192.0.2.53");
        Verification checked = verify(HEADER + signature + AUTHOR + "\n" + BODY, silent);
        assertThat(checked.isUncertain()).isTrue();
        assertThat(checked.isVouchedFor()).isFalse();
    }

    /// DomainKeys, drafts without v=, and keys with the g= of RFC 4871.
    private static final String BEFORE_RFC_6376 =
            "good_dk_.*|good_ietf0[01].*|badkey_(9|13|14|15).txt";

    /// Signatures made by others, good and bad, with the keys that were published then. Those with
    /// rsa-sha1 or short keys are right, and not believed any more.
    @TestFactory
    Stream<DynamicTest> signaturesOfOthersComeOutAsTheyShould() throws Exception {
        Map<String, String> records = new HashMap<>();
        Path folder = Corpus.path("dkim/jdkim");
        for (String line : Files.readAllLines(folder.resolve("FAKE_DNS.dat"))) {
            String[] words = line.strip().split("\\s+", 2);
            if (words.length == 2 && !line.startsWith("#") && !words[1].startsWith("~~")) {
                records.put(words[0], words[1]);
            }
        }
        Resolver resolver =
                (DomainName name, RecordType _) ->
                        records.containsKey(name.text())
                                ? new Answer.Found(
                                        List.of(new Data.Text(records.get(name.text()))),
                                        List.of(),
                                        Answer.Marks.NONE)
                                : new Answer.NoSuchName(List.of(), Answer.Marks.NONE);
        return Files.list(folder)
                .sorted()
                .filter(f -> f.getFileName().toString().matches("(good|bad|badkey)_.*\\.txt"))
                .filter(f -> !f.getFileName().toString().matches(BEFORE_RFC_6376))
                .map(f ->
                        DynamicTest.dynamicTest(
                                f.getFileName().toString(), () -> check(f, resolver)));
    }

    private static void check(Path file, Resolver resolver) throws Exception {
        RawMessage message = RawMessage.of(Files.readAllBytes(file));
        List<Dkim.Signature> all = Dkim.check(message, resolver, Instant.EPOCH);
        boolean isRight =
                all.stream()
                        .anyMatch(s -> s.result() == Result.PASS || s.result() == Result.POLICY);
        assertThat(isRight)
                .as(all.toString())
                .isEqualTo(file.getFileName().toString().startsWith("good"));
    }
}
