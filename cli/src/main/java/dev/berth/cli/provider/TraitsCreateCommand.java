package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        header = "Make sure that custom traits exist.",
        descriptionHeading = "%n",
        description = {
            "Their names begin with CUSTOM_ and have capitals, digits and _ alone. Standard traits exist always. One "
                    + "after the other: the first that is refused ends it."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the traits exist, also if they did before",
            "1:the service does not answer, or refuses one; the words say which and why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth traits create CUSTOM_FAST CUSTOM_RACK_7"})
final class TraitsCreateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "TRAIT", description = "Names of traits.")
    private List<String> names;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.TRAITS, "traits create");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode done = json.putArray("traits");
        for (String name : names) {
            PlacementRefusal.granted(placement.service().put("/traits/" + HostReference.encoded(name)));
            done.add(name);
        }
        print.show(json, out -> out.println(Printable.of("There are " + String.join(", ", names) + ".")));
        return ExitCode.OK;
    }
}
