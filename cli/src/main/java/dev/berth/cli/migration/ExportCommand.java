package dev.berth.cli.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.berth.cli.client.UrlOption;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.placement.FactDifference;
import dev.berth.cli.placement.FactsDiff;
import dev.berth.cli.placement.FactsExport;
import dev.berth.cli.placement.FactsReading;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.cli.placement.RegionFacts;
import dev.berth.events.model.CountText;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code berth export}: writes what a region has into an empty Placement. Made by picocli, for one run and its thread.
 */
@Command(
        name = "export",
        header = "Write what a region has into an empty Placement: the way back.",
        description = {
            "Reads all providers, trees, inventories, traits, resource classes, aggregates, allocations and consumers "
                    + "of a region, writes them into another Placement over its own API, and compares at the end. "
                    + "UUIDs are kept. Generations begin again at 0 there, because no Placement lets anybody set them; "
                    + "clients read them again. What only Berth has, such as PCI devices, flavors and drained hosts, "
                    + "stays behind.",
            "A Placement with providers is refused. One that was written half is emptied before the next run."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:both have the same but for generations",
            "1:a Placement does not answer or refuses, or the other one is not empty",
            "2:the command line is wrong",
            "3:something differs, or changed here while it was read; all of it is listed"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth export --to http://placement.example:8778"})
public final class ExportCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            paramLabel = "URL",
            required = true,
            converter = UrlOption.Converter.class,
            description = "The Placement to write to, which has no providers yet.")
    private URI to;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean isDryRun;

    @Mixin
    private PeerOptions options;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        PlacementClient berth = options.berth();
        PlacementClient target = options.peer(to);
        RegionFacts before = read("Looking at " + target, target);
        if (!before.providers().isEmpty()) {
            throw new CannotRunException("expected an empty Placement at " + target + " but it has "
                    + CountText.of(before.providers().size(), "provider")
                    + "; give it an empty database first, or name another one");
        }
        RegionFacts here = read("Reading " + berth, berth);
        if (!isDryRun) {
            options.watched("Writing to " + target, watcher -> {
                FactsExport run = new FactsExport(target, here, options.connections(), watcher);
                try {
                    run.run();
                } catch (CannotRunException e) {
                    throw new CannotRunException(
                            e.getMessage() + "\nA part of the region was written; empty " + target
                                    + " before the next run.",
                            e);
                }
                return run;
            });
        }
        RegionFacts after = isDryRun ? before : read("Comparing with " + target, target);
        ImmutableList<FactDifference> differences = FactsDiff.withoutGenerations(after, here);
        ImmutableList<String> moved = ImmutableList.<String>builder()
                .addAll(here.moved())
                .addAll(
                        isDryRun
                                ? ImmutableList.of()
                                : new FactsReading(berth, options.connections(), (what, done, all) -> {})
                                        .movedSince(here))
                .build();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("from", berth.toString()).put("to", target.toString()).put("dry_run", isDryRun);
        new ComparedLines(target.toString(), here, differences, moved).show(json, print);
        return differences.isEmpty() && moved.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    private RegionFacts read(String task, PlacementClient client) throws InterruptedException {
        return options.watched(task, watcher -> new FactsReading(client, options.connections(), watcher).read());
    }
}
