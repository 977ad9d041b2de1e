package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.agent.command.AgentCommand;
import dev.berth.cli.service.OptionalModule;
import java.util.List;
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

    private record Subcommand(Class<?> type, List<OptionalModule> modules) {
        boolean isHere() {
            return modules.stream().allMatch(OptionalModule::isHere);
        }

        String name() {
            return type.getAnnotation(Command.class).name();
        }
    }

    private AllCommands() {}

    private static Subcommand needing(Class<?> type, OptionalModule... modules) {
        return new Subcommand(type, List.of(modules));
    }

    static void addTo(CommandSpec berth) {
        for (Subcommand subcommand : ALL) {
            Object command = subcommand.isHere()
                    ? subcommand.type()
                    : new MissingCommand(subcommand.name(), subcommand.modules());
            berth.addSubcommand(subcommand.name(), new CommandLine(command));
        }
    }
}
