package hazel.cli;

import hazel.mail.MailException;
import hazel.smtp.Capabilities;
import hazel.smtp.Dialogue;
import hazel.smtp.OfferWords;
import hazel.smtp.Reply;
import hazel.smtp.Server;
import hazel.smtp.Transcript;
import hazel.text.Columns;
import hazel.text.Harmless;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a server can do, in clear and inside TLS, as a table.
record SmtpOffers(Server server, CommandSpec spec) {

    private static final int WIDEST = 34;

    /// What one EHLO was answered.
    ///
    /// @param isOld it knows only HELO
    private record Offered(boolean isSecure, boolean isOld, Capabilities offers) {}

    /// @return the exit status
    int print(boolean isJson) throws MailException {
        try (Dialogue dialogue = SmtpCommand.greeted(server, new Transcript())) {
            Offered first = offered(dialogue);
            if (!isJson) {
                print(first);
            }
            Optional<Offered> second = Optional.empty();
            try {
                if (!dialogue.isSecure() && dialogue.offers().has("STARTTLS")) {
                    second = secured(dialogue);
                }
            } finally {
                if (isJson) {
                    out().println(Json.line(json(first, second)));
                }
            }
            if (!isJson) {
                second.ifPresent(this::print);
            }
            Reply _ = dialogue.command("QUIT");
            return Exit.OK;
        }
    }

    private Optional<Offered> secured(Dialogue dialogue) throws MailException {
        Reply go = dialogue.startTls();
        if (go.code() != 220) {
            throw SmtpCommand.refused(server, " offers STARTTLS and refuses it: ", go);
        }
        return Optional.of(offered(dialogue));
    }

    private Offered offered(Dialogue dialogue) throws MailException {
        Reply hello = dialogue.hello();
        if (hello.code() != 250) {
            throw SmtpCommand.refused(server, " answers no hello: ", hello);
        }
        boolean isOld = dialogue.offers().keywords().isEmpty() && hello.lines().size() == 1;
        return new Offered(dialogue.isSecure(), isOld, dialogue.offers());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void print(Offered offered) {
        out().println(server.name() + (offered.isSecure() ? ", inside TLS:" : ", in clear:"));
        if (offered.isOld()) {
            out().println("  nothing besides plain SMTP");
        }
        new TreeMap<>(offered.offers().keywords()).forEach(this::row);
        out().flush();
    }

    private void row(String keyword, String parameters) {
        String offer = Harmless.line((keyword + " " + parameters).strip());
        String meaning = OfferWords.of(keyword).orElse("");
        boolean isWide = Columns.width(offer) > WIDEST;
        if (isWide) {
            out().println("  " + offer);
        }
        String row = "  " + Columns.fit(isWide ? "" : offer, WIDEST) + "  " + meaning;
        if (!isWide || !meaning.isEmpty()) {
            out().println(row.stripTrailing());
        }
    }

    private JsonObject json(Offered first, Optional<Offered> second) {
        JsonObjectBuilder object = Json.object().add("host", server.name());
        object.add(first.isSecure() ? "offersInTls" : "offers", keywords(first));
        second.ifPresent(s -> object.add("offersInTls", keywords(s)));
        return object.add("esmtp", !first.isOld()).build();
    }

    private static JsonObjectBuilder keywords(Offered offered) {
        JsonObjectBuilder object = Json.object();
        Map<String, String> sorted = new TreeMap<>(offered.offers().keywords());
        sorted.forEach(object::add);
        return object;
    }
}
