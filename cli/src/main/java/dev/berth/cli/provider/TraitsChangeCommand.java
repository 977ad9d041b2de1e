package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes the traits of a provider; how is the command's to say. */
abstract class TraitsChangeCommand implements Callable<Integer> {
    private final NamesChange change;

    @Mixin
    private ProviderReference provider;

    @Parameters(index = "1..*", paramLabel = "TRAIT", description = "Names of traits.")
    private List<String> names = List.of();

    @Mixin
    private GenerationOption generation;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    TraitsChangeCommand(NamesChange change) {
        this.change = change;
    }

    @Override
    public final Integer call() throws InterruptedException {
        placement.open(Feature.TRAITS, "a change of traits");
        JsonNode changed = new ProviderNamesWrite(placement, TraitsListCommand.FIELD)
                .change(provider.text(), change, names, generation.given());
        print.show(changed, out -> TraitsListCommand.show(out, provider.text(), changed));
        return ExitCode.OK;
    }
}
