package dev.berth.cli.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth what-if}: shows what would come of changes that nobody makes. Made by picocli, for one run and its
 * thread.
 */
@Command(
        name = "what-if",
        header = "Show what would come of changes that nobody makes, and whom they would strand.",
        descriptionHeading = "%n",
        description = {
            "Asks a running service to try changes one after the other on its region as it is, or as it was at the "
                    + "moment of --as-of: first those of --file, "
                    + "then other inventories, drains and removals. It says what each would be answered, whose "
                    + "allocations would not be possible any more, and then answers what is asked, as it would be "
                    + "after them. Nothing is appended to the log."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:it is answered, whoever would be stranded and whichever change would be refused",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth what-if --drain node1",
            "  berth what-if --remove node1 --ask 'allocation_candidates?resources=VCPU:4'",
            "  berth what-if --inventory node1:VCPU:total=8 --inventory node1:MEMORY_MB:none",
            "  berth what-if --drain node1 --as-of 2026-11-28T03:12:00Z",
            "  berth what-if --file plan.json --json"
        })
public final class WhatIfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Mixin
    private AsOfOption asOf;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A plan as POST /what-if takes it: a JSON object with lists commands and ask.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--inventory",
            paramLabel = "PROVIDER:CLASS:FIELD=N,..",
            converter = InventoryChange.Converter.class,
            description = "Another inventory of a class; fields that are not named stay as they are. "
                    + "PROVIDER:CLASS:none takes it away. PROVIDER is a UUID or a name.")
    private List<InventoryChange> inventories = List.of();

    @Option(names = "--drain", paramLabel = "HOST", description = "Drain a host, by its UUID or its name.")
    private List<String> drains = List.of();

    @Option(
            names = "--remove",
            paramLabel = "HOST|PROVIDER",
            description = "Remove a host with its tree, by force, or another resource provider.")
    private List<String> removals = List.of();

    @Option(
            names = "--ask",
            paramLabel = "PATH",
            description = "A read of the API to be answered as it would be then, such as "
                    + "'allocation_candidates?resources=VCPU:4'.")
    private List<String> questions = List.of();

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        WhatIfPlan plan = new WhatIfPlan(service);
        file.ifPresent(plan::add);
        plan.add(inventories);
        for (String host : drains) {
            plan.drain(host);
        }
        for (String removed : removals) {
            plan.remove(removed);
        }
        questions.forEach(plan::ask);
        if (plan.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a change or a question: --file, --inventory, --drain, --remove or --ask");
        }
        JsonNode answer =
                service.post(asOf.on("/what-if"), plan.json()).orElseThrow().json();
        print.show(answer, out -> WhatIfText.lines(answer).forEach(out::println));
        return ExitCode.OK;
    }
}
