package dev.berth.cli.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AmountsText;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List who holds something of a provider.",
        descriptionHeading = "%n",
        description = {"Of the provider alone, not of those below it. As JSON it is what the API answers."},
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:they are listed, also if there are none",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth allocation list node1"})
final class AllocationListCommand implements Callable<Integer> {
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
        placement.open(Feature.CONSUMER_GENERATIONS, "allocation list").asOf(asOf);
        JsonNode answer = placement.get("/resource_providers/" + provider.uuid(placement) + "/allocations");
        print.show(answer, out -> show(out, answer.path("allocations")));
        return ExitCode.OK;
    }

    private void show(PrintWriter out, JsonNode allocations) {
        if (allocations.isEmpty()) {
            out.println(Printable.of("Nobody holds anything of " + provider.text() + "."));
            return;
        }
        Table table = Table.ofTexts("CONSUMER", "GENERATION", "HOLDS");
        allocations
                .properties()
                .forEach(held -> table.row(
                        held.getKey(),
                        held.getValue().path("consumer_generation").asText(),
                        AmountsText.of(held.getValue().path("resources"))));
        table.lines().forEach(out::println);
    }
}
