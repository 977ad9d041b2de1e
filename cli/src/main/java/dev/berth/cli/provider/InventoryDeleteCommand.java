package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "delete",
        header = "Delete inventories of a provider, of some classes or all.",
        descriptionHeading = "%n",
        description = {
            "It is refused while something of such a class is held, and where somebody else has changed the "
                    + "inventories since they were read."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider has none of these classes any more",
            "1:the service does not answer, or refuses it, or somebody else has changed them meanwhile; the words say "
                    + "what",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth inventory delete node1 CUSTOM_OLD", "  berth inventory delete storage1 --all"})
final class InventoryDeleteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProviderReference provider;

    @Parameters(index = "1..*", paramLabel = "CLASS", description = "Names of resource classes.")
    private List<String> classes = List.of();

    @Option(names = "--all", description = "Delete the inventories of all classes.")
    private boolean isAll;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        if (isAll == !classes.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected classes to delete, or --all instead");
        }
        placement.open();
        String uuid = provider.uuid(placement);
        new InventoriesWrite(placement, provider.text(), uuid).change(generation.given(), this::delete);
        ObjectNode shown = InventoryShowCommand.read(placement, uuid);
        print.show(shown, out -> InventoryShowCommand.show(out, provider.text(), shown));
        return ExitCode.OK;
    }

    private void delete(ObjectNode inventories) {
        if (isAll) {
            inventories.removeAll();
        }
        for (String name : classes) {
            if (inventories.remove(name) == null) {
                throw new CannotRunException("provider " + provider.text() + " has no inventory of " + name);
            }
        }
    }
}
