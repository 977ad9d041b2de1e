package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        header = "Show one PCI flavor.",
        description = "Shows what the flavor selects now. What was claimed by it keeps what it meant then.",
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the flavor is shown",
            "1:there is none of that name, or the service does not answer",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth flavor show gpu --json"})
final class FlavorShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The flavor's name.")
    private String name;

    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        JsonNode flavor = service.get(FlavorJson.path(name)).orElseThrow().json();
        print.show(
                flavor, out -> FlavorListCommand.table(List.of(flavor)).lines().forEach(out::println));
        return ExitCode.OK;
    }
}
