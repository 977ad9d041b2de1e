package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.terminal.ExitCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List resource providers, all or some of them.",
        descriptionHeading = "%n",
        description = {
            "Filters are those of GET /resource_providers. With several of them a provider has to pass all. As JSON it "
                    + "is what the API answers."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the providers are listed, also if there are none",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth providers list",
            "  berth providers list --in-tree node1 --json",
            "  berth providers list --resources VCPU:4 --required in:HW_CPU_X86_AVX,HW_CPU_X86_AVX2"
        })
final class ProvidersListCommand implements Callable<Integer> {
    @Mixin
    private ProviderFilters filters;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open().asOf(asOf);
        JsonNode answer = placement.get(filters.query(placement).on("/resource_providers"));
        JsonNode providers = answer.path("resource_providers");
        print.show(answer, out -> {
            if (providers.isEmpty()) {
                out.println("No provider.");
            } else {
                table(providers).lines().forEach(out::println);
            }
        });
        return ExitCode.OK;
    }

    private static Table table(JsonNode providers) {
        Map<String, String> names = new TreeMap<>();
        providers.forEach(
                each -> names.put(each.path("uuid").asText(), each.path("name").asText()));
        Table table = Table.ofTexts("NAME", "UUID", "GENERATION", "PARENT");
        for (JsonNode each : providers) {
            String parent = each.path("parent_provider_uuid").asText("-");
            table.row(
                    each.path("name").asText(),
                    each.path("uuid").asText(),
                    each.path("generation").asText(),
                    names.getOrDefault(parent, parent));
        }
        return table;
    }
}
