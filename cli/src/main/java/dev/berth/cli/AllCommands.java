package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.berth.agent.command.AgentCommand;
import dev.berth.cli.allocation.AllocationCommand;
import dev.berth.cli.audit.AuditCommand;
import dev.berth.cli.backup.BackupCommand;
import dev.berth.cli.backup.RestoreCommand;
import dev.berth.cli.candidate.CandidatesCommand;
import dev.berth.cli.candidate.CapacityCommand;
import dev.berth.cli.candidate.ExplainCommand;
import dev.berth.cli.chaos.ChaosCommand;
import dev.berth.cli.debug.DebugCommand;
import dev.berth.cli.device.DeviceCommand;
import dev.berth.cli.flavor.FlavorCommand;
import dev.berth.cli.host.HostCommand;
import dev.berth.cli.log.LogCommand;
import dev.berth.cli.migration.ExportCommand;
import dev.berth.cli.migration.ImportCommand;
import dev.berth.cli.migration.ImportLegacyCommand;
import dev.berth.cli.process.OptionalModule;
import dev.berth.cli.provider.AggregatesCommand;
import dev.berth.cli.provider.InventoryCommand;
import dev.berth.cli.provider.ProvidersCommand;
import dev.berth.cli.provider.TraitsCommand;
import dev.berth.cli.provider.UsageCommand;
import dev.berth.cli.region.RegionCommand;
import dev.berth.cli.region.SkipCommand;
import dev.berth.cli.serve.RefoldCommand;
import dev.berth.cli.serve.ServeCommand;
import dev.berth.cli.serve.UpCommand;
import dev.berth.cli.shadow.ShadowCommand;
import dev.berth.cli.simulation.DemoCommand;
import dev.berth.cli.simulation.SimulateCommand;
import dev.berth.cli.whatif.WhatIfCommand;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of berth, in the order in which its help has them. picocli looks at each class with all that its members
 * name, so those whose modules are not here are not shown to it.
 */
final class AllCommands {
    private static final ImmutableList<Subcommand> ALL = ImmutableList.of(
            needing(DemoCommand.class, OptionalModule.EMBEDDED, OptionalModule.SIMULATOR),
            needing(UpCommand.class, OptionalModule.EMBEDDED),
            needing(ServeCommand.class),
            needing(AgentCommand.class),
            needing(ConfigCommand.class),
            needing(AuditCommand.class),
            needing(LogCommand.class),
            needing(WatchCommand.class),
            needing(HostCommand.class),
            needing(ExplainCommand.class),
            needing(CapacityCommand.class),
            needing(WhatIfCommand.class),
            needing(CandidatesCommand.class),
            needing(ProvidersCommand.class),
            needing(InventoryCommand.class),
            needing(TraitsCommand.class),
            needing(AggregatesCommand.class),
            needing(UsageCommand.class),
            needing(AllocationCommand.class),
            needing(FlavorCommand.class),
            needing(ImportLegacyCommand.class),
            needing(ImportCommand.class),
            needing(ExportCommand.class),
            needing(ShadowCommand.class),
            needing(DeviceCommand.class),
            needing(TokenCommand.class),
            needing(SimulateCommand.class, OptionalModule.SIMULATOR),
            needing(ChaosCommand.class, OptionalModule.SIMULATOR, OptionalModule.EMBEDDED),
            needing(RegionCommand.class),
            needing(SkipCommand.class),
            needing(RebuildCommand.class),
            needing(RefoldCommand.class, OptionalModule.EMBEDDED),
            needing(BackupCommand.class),
            needing(RestoreCommand.class),
            needing(DebugCommand.class),
            needing(CompletionCommand.class),
            needing(ManCommand.class),
            needing(VersionCommand.class));

    /** The commands that look at all others. */
    private static final ImmutableSet<String> ABOUT_ALL = ImmutableSet.of("config", "completion", "man");

    private record Subcommand(Class<?> type, List<OptionalModule> modules) {
        boolean isHere() {
            return modules.stream().allMatch(OptionalModule::isHere);
        }

        String name() {
            return type.getAnnotation(Command.class).name();
        }

        Object whole() {
            return isHere() ? type : new MissingCommand(name(), modules);
        }

        /** Enough of it for the help of all commands. */
        Object outline() {
            CommandSpec outline = CommandSpec.create();
            outline.usageMessage().header(type.getAnnotation(Command.class).header());
            return outline;
        }
    }

    private AllCommands() {}

    private static Subcommand needing(Class<?> type, OptionalModule... modules) {
        return new Subcommand(type, List.of(modules));
    }

    static void addTo(CommandSpec berth) {
        addTo(berth, name -> true);
    }

    /**
     * Adds those that a run with these words may need, and no more than the outlines of the others: to look at all of
     * them takes a second.
     *
     * @param words of the command line
     */
    static void addTo(CommandSpec berth, List<String> words) {
        boolean isAboutAll = words.stream().anyMatch(ABOUT_ALL::contains);
        addTo(berth, name -> isAboutAll || words.contains(name));
    }

    private static void addTo(CommandSpec berth, Predicate<String> isWhole) {
        for (Subcommand subcommand : ALL) {
            boolean isNeeded = !subcommand.isHere() || isWhole.test(subcommand.name());
            Object command = isNeeded ? subcommand.whole() : subcommand.outline();
            berth.addSubcommand(subcommand.name(), new CommandLine(command));
        }
        berth.usageMessage().footer(withoutMissing(berth.usageMessage().footer()));
    }

    /** The examples of commands that are here. */
    private static String[] withoutMissing(String[] examples) {
        Predicate<String> isMissing = example -> ALL.stream()
                .filter(subcommand -> !subcommand.isHere())
                .anyMatch(subcommand -> example.strip().startsWith("berth " + subcommand.name() + " "));
        return Arrays.stream(examples).filter(isMissing.negate()).toArray(String[]::new);
    }
}
