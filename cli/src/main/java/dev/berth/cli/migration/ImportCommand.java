package dev.berth.cli.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.berth.cli.client.UrlOption;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.placement.FactDifference;
import dev.berth.cli.placement.FactsDiff;
import dev.berth.cli.placement.FactsImport;
import dev.berth.cli.placement.FactsReading;
import dev.berth.cli.placement.ImportObjections;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.cli.placement.RegionFacts;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth import}: takes over what a running Placement has. Made by picocli, for one run and its thread. */
@Command(
        name = "import",
        header = "Take over what a running Placement has.",
        description = {
            "Reads all providers, trees, inventories, traits, resource classes, aggregates, allocations and consumers "
                    + "of a Placement over its own API, finds out what differs here, appends that, and compares at the "
                    + "end. UUIDs and generations are kept. Nothing is written to the other Placement.",
            "Nothing is appended before all of it is read and found usable. A run that was stopped is continued by the "
                    + "same command; one that finds no difference appends nothing. Where the other Placement is "
                    + "written to meanwhile, run it again once that has ended. docs/migration.md has the steps."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:both have the same",
            "1:a Placement does not answer or refuses, or has what Berth cannot take over; each is listed with what "
                    + "to do",
            "2:the command line is wrong",
            "3:something differs, or changed there while it was read; all of it is listed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth import --from http://placement.example:8778 --dry-run",
            "  berth import --from https://cloud.example/placement --region RegionOne --cacert ca.pem"
        })
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "URL",
            required = true,
            converter = UrlOption.Converter.class,
            description = "The Placement to take over from, as the catalogue has it.")
    private URI from;

    @Option(names = "--dry-run", description = "Say what would be appended, and append nothing.")
    private boolean isDryRun;

    @Option(
            names = "--mirror",
            description = "Also delete providers and custom names and release consumers that are only here. For a "
                    + "region that nothing but imports writes to.")
    private boolean isMirror;

    @Mixin
    private PeerOptions options;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        PlacementClient source = options.peer(from);
        PlacementClient berth = options.berth();
        RegionFacts there = read("Reading " + source, source);
        RegionFacts here = read("Reading " + berth, berth);
        ImmutableList<String> objections = ImportObjections.of(there, here, isMirror);
        if (!objections.isEmpty()) {
            throw new CannotRunException(ComparedLines.of(
                    "Berth cannot take over all of " + source + ", so nothing was appended:", objections));
        }
        RegionFacts after = isDryRun ? here : appended(berth, there, here);
        ImmutableList<FactDifference> differences = FactsDiff.of(there, after);
        ImmutableList<String> moved = ImmutableList.<String>builder()
                .addAll(there.moved())
                .addAll(isDryRun ? ImmutableList.of() : reading(source).movedSince(there))
                .build();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("from", source.toString()).put("to", berth.toString()).put("dry_run", isDryRun);
        json.set(isDryRun ? "to_append" : "appended", plan(berth, there, here).counts());
        new ComparedLines(source.toString(), there, differences, moved).show(json, print);
        return differences.isEmpty() && moved.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    private FactsImport plan(PlacementClient berth, RegionFacts there, RegionFacts here) {
        return new FactsImport(berth, there, here, isMirror, options.connections(), (what, done, all) -> {});
    }

    private RegionFacts appended(PlacementClient berth, RegionFacts there, RegionFacts here)
            throws InterruptedException {
        options.watched("Appending to " + berth, watcher -> {
            FactsImport run = new FactsImport(berth, there, here, isMirror, options.connections(), watcher);
            Thread ending = new Thread(() -> told(run));
            Runtime.getRuntime().addShutdownHook(ending);
            try {
                run.run();
            } catch (CannotRunException e) {
                throw new CannotRunException(e.getMessage() + "\n" + progress(run), e);
            } finally {
                removed(ending);
            }
            return run;
        });
        return read("Comparing with " + berth, berth);
    }

    private void told(FactsImport run) {
        spec.commandLine().getErr().println("Stopped. " + progress(run));
        spec.commandLine().getErr().flush();
    }

    private static String progress(FactsImport run) {
        return run.done() + " of " + run.size() + " names, providers and consumers were appended, each of them whole."
                + " The same command goes on from there.";
    }

    private static void removed(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException endsAlready) {
            // It is running, and says how far this came.
        }
    }

    private RegionFacts read(String task, PlacementClient client) throws InterruptedException {
        return options.watched(task, watcher -> new FactsReading(client, options.connections(), watcher).read());
    }

    private FactsReading reading(PlacementClient client) {
        return new FactsReading(client, options.connections(), (what, done, all) -> {});
    }
}
