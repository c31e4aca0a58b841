package hazel.cli;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel relay route`: where mail would go.
@Command(
        name = "route",
        description = {
            "Say where mail for addresses would go, step by step.",
            "The exit status is 1 where mail for one of them would be refused."
        },
        mixinStandardHelpOptions = true)
final class RelayRouteCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();
    @Mixin private AsJson json = new AsJson();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "Who the mail would be from: the sender may choose the smarthost.")
    private String from = "";

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "Addresses, or users here.")
    private List<String> typed = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        var relay = new LocalRelay(dotfile.config(), dotfile.places(), Clock.systemUTC());
        Optional<Address> sender =
                from.isEmpty() ? Optional.empty() : Optional.of(RelayCommand.address(from));
        var routes = relay.roads();
        boolean isOpen = true;
        for (String each : typed) {
            RelayRoad road = routes.to(RelayCommand.address(each), sender);
            isOpen &= road.isOpen();
            if (json.isWanted()) {
                out.println(Json.line(road.json()));
            } else {
                road.lines().forEach(line -> out.println(Harmless.line(line)));
            }
        }
        return isOpen ? Exit.OK : Exit.NO;
    }
}
