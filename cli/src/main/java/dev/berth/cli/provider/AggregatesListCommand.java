package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List the aggregates that a provider is in.",
        descriptionHeading = "%n",
        description = {
            "Who else is in one of them is told by: berth providers list --member-of UUID. As JSON it is what the API "
                    + "answers."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:they are listed, also if there are none",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth aggregates list node1"})
final class AggregatesListCommand implements Callable<Integer> {
    static final String FIELD = "aggregates";

    @Mixin
    private ProviderReference provider;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.AGGREGATES, "aggregates list").asOf(asOf);
        JsonNode answer = placement.get("/resource_providers/" + provider.uuid(placement) + "/" + FIELD);
        print.show(answer, out -> show(out, provider.text(), answer));
        return ExitCode.OK;
    }

    static void show(PrintWriter out, String provider, JsonNode answer) {
        if (answer.path(FIELD).isEmpty()) {
            out.println(Printable.of(provider + " is in no aggregate."));
        }
        answer.path(FIELD).forEach(name -> out.println(Printable.of(name.asText())));
    }
}
