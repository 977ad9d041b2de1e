package dev.berth.cli.allocation;

import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        header = "Show what a consumer holds.",
        descriptionHeading = "%n",
        description = {"Whose it is, and how much of which provider. As JSON it is what the API answers."},
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:it is shown, also if the consumer holds nothing",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth allocation show 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"})
final class AllocationShowCommand implements Callable<Integer> {
    @Mixin
    private ConsumerReference consumer;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.CONSUMER_GENERATIONS, "allocation show").asOf(asOf);
        consumer.show(placement, print);
        return ExitCode.OK;
    }
}
