package hazel.cli;

import hazel.mail.Address;
import hazel.route.Route;
import hazel.route.Way;

import jakarta.json.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How mail for one address would travel, for people and for programs.
record RelayRoad(Address address, Route route) {

    /// Finds it.
    @FunctionalInterface
    interface Finder {
        RelayRoad to(Address address, Optional<Address> sender);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        route.steps().forEach(step -> lines.add(step.toString()));
        return lines;
    }

    JsonObject json() {
        var steps = Json.array();
        for (Route.Step step : route.steps()) {
            steps.add(
                    Json.object()
                            .add("depth", step.depth())
                            .add("about", step.about())
                            .add("words", step.words()));
        }
        var ways = Json.array();
        route.ways().forEach(way -> ways.add(json(way)));
        return Json.object()
                .add("address", address.addrSpec())
                .add("open", route.isOpen())
                .add("steps", steps)
                .add("ways", ways)
                .build();
    }

    private JsonObject json(Way way) {
        var object = Json.object();
        switch (way) {
            case Way.Mailbox(var user, var folder, var to) -> {
                object.add("kind", "mailbox").add("user", user).add("recipient", to.addrSpec());
                folder.ifPresent(f -> object.add("folder", f));
            }
            case Way.File(var path) -> object.add("kind", "file").add("path", path.toString());
            case Way.Command(var argv) -> {
                var words = Json.array();
                argv.forEach(words::add);
                object.add("kind", "command").add("command", words);
            }
            case Way.Nowhere _ -> object.add("kind", "nowhere");
            case Way.Onward(var to, var destination) ->
                    object.add("kind", "onward")
                            .add("recipient", to.addrSpec())
                            .add("destination", destination.toString());
            case Way.Held(var to, var why) ->
                    object.add("kind", "held").add("recipient", to.addrSpec()).add("why", why);
            case Way.Later(var to, var why) ->
                    object.add("kind", "later").add("recipient", to.addrSpec()).add("why", why);
            case Way.Refused(var to, var reply) ->
                    object.add("kind", "refused")
                            .add("recipient", to.addrSpec())
                            .add("reply", reply);
        }
        return object.build();
    }
}
