package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.option.ReadWords;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "set",
        header = "Set inventories of a provider.",
        descriptionHeading = "%n",
        description = {
            "Classes that are not named stay as they are, and so do fields of a class that the provider has already. "
                    + "Where somebody else has changed them since they were read, nothing is written, and it is said "
                    + "what they are now."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the inventories are as was asked",
            "1:the service does not answer, or refuses it, or somebody else has changed them meanwhile; the words say "
                    + "what",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth inventory set node1 VCPU:total=16,allocation_ratio=4.0 MEMORY_MB:total=65536,reserved=512",
            "  berth inventory set node1 VCPU:max_unit=8 CUSTOM_OLD:none",
            "  berth inventory set storage1 DISK_GB:total=10000 --replace"
        })
final class InventorySetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProviderReference provider;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "CLASS:FIELD=N,..",
            description = "What there is of a class: total, reserved, min_unit, max_unit, step_size and "
                    + "allocation_ratio; a new class needs its total. CLASS:none takes it away.")
    private List<String> words;

    @Option(names = "--replace", description = "Take away the classes that are not named.")
    private boolean isReplaced;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        List<InventoryFields> changes = ReadWords.of(words, InventoryFields::of, spec);
        placement.open();
        String uuid = provider.uuid(placement);
        new InventoriesWrite(placement, provider.text(), uuid)
                .change(generation.given(), inventories -> change(inventories, changes));
        ObjectNode shown = InventoryShowCommand.read(placement, uuid);
        print.show(shown, out -> InventoryShowCommand.show(out, provider.text(), shown));
        return ExitCode.OK;
    }

    private void change(ObjectNode inventories, List<InventoryFields> changes) {
        if (isReplaced) {
            inventories.retain(
                    changes.stream().map(InventoryFields::resourceClass).toList());
        }
        changes.forEach(change -> change.change(inventories, provider.text()));
    }
}
