package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.migration.ImportLine;
import dev.berth.cli.migration.ImportLine.Result;
import dev.berth.cli.nova.AliasFile;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.events.model.PciFlavor;
import dev.berth.resource.attribute.AttributeNames;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import-alias",
        header = "Make PCI flavors of the aliases in a nova.conf.",
        description = {
            "Reads each alias in section [pci] of the file, and pci_alias in [DEFAULT], makes a flavor of each name, "
                    + "and says what became of it. Several aliases of one name are the alternatives of one flavor. "
                    + "If anything in the file is wrong, nothing is made. A second run changes nothing."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:each alias has its flavor",
            "1:the file cannot be used, or the service does not answer",
            "2:the command line is wrong",
            "3:an alias has no flavor: there is another of its name, or none can stand for it"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth flavor import-alias /etc/nova/nova.conf",
            "  berth flavor import-alias /etc/nova/nova.conf --dry-run"
        })
final class FlavorImportAliasCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The nova.conf.")
    private Path file;

    @Option(names = "--dry-run", description = "Say what would become of each alias, and make nothing.")
    private boolean isDryRun;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        AliasFile aliases = AliasFile.read(file);
        if (!aliases.problems().isEmpty()) {
            throw new CannotRunException(
                    "the aliases in " + file + " cannot be used:\n  " + String.join("\n  ", aliases.problems()));
        }
        List<ImportLine<PciFlavor>> lines = new ArrayList<>();
        for (PciFlavor flavor : aliases.flavors().values()) {
            lines.add(take(flavor));
        }
        show(lines);
        return ImportLine.isAnyRefused(lines) ? ExitCode.DIFFERENCES : ExitCode.OK;
    }

    private ImportLine<PciFlavor> take(PciFlavor flavor) throws InterruptedException {
        if (flavor.alternatives().stream()
                .anyMatch(alternative -> AttributeNames.PLACEMENT_ONLY.containsAll(
                        alternative.attributes().keySet()))) {
            return new ImportLine<>(
                    flavor,
                    Result.REFUSED,
                    "it asks for a resource class alone, so its flavor would select every device; claim the class "
                            + "itself");
        }
        if (flavor.name().contains("/")) {
            return new ImportLine<>(flavor, Result.REFUSED, "the name of a flavor has no slash");
        }
        ServiceAnswer known = service.get(FlavorJson.path(flavor.name()));
        if (known.isOk()) {
            return FlavorJson.areAlike(flavor, FlavorJson.read(known.json()))
                    ? new ImportLine<>(flavor, Result.UNCHANGED, unheeded(flavor))
                    : new ImportLine<>(
                            flavor, Result.REFUSED, "there is another flavor of that name; see: berth flavor show");
        }
        if (known.status() != 404) {
            known.orElseThrow();
        }
        if (isDryRun) {
            return new ImportLine<>(flavor, Result.WOULD_BE_CREATED, unheeded(flavor));
        }
        ServiceAnswer made = service.post(FlavorJson.PATH, FlavorJson.of(flavor));
        return made.isOk()
                ? new ImportLine<>(flavor, Result.CREATED, unheeded(flavor))
                : new ImportLine<>(flavor, Result.REFUSED, made.detail());
    }

    /** What nova looks at and a flavor does not. */
    private static String unheeded(PciFlavor flavor) {
        String names = flavor.alternatives().stream()
                .flatMap(alternative -> alternative.attributes().keySet().stream())
                .filter(AttributeNames.PLACEMENT_ONLY::contains)
                .distinct()
                .collect(Collectors.joining(" and "));
        return names.isEmpty() ? "" : "no device is selected by " + names;
    }

    private void show(List<ImportLine<PciFlavor>> lines) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode flavors = json.putArray("flavors");
        Table table = Table.ofTexts("NAME", "RESULT", "SELECTS", "");
        lines.forEach(line -> {
            flavors.addObject()
                    .put("name", line.subject().name())
                    .put("result", line.result().toString())
                    .put("why", line.why());
            table.row(line.subject().name(), line.result(), FlavorJson.selection(line.subject()), line.why());
        });
        print.show(json, out -> table.lines().forEach(out::println));
    }
}
