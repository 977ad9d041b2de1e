package dev.berth.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth audit}: reads the log again, proves what the service says, and tells what was so. Made by picocli, for
 * one run and its thread.
 */
@Command(
        name = "audit",
        header = "Read the log again and prove what the service says.",
        description = "Commands for auditors. They read the log themselves and trust nothing that the service has "
                + "derived from it.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            AuditVerifyCommand.class,
            AuditHistoryCommand.class,
            AuditWhyCommand.class,
            AuditAtCommand.class,
            AuditDiffCommand.class,
            AuditOrphansCommand.class,
            AuditUsageCommand.class,
            AuditHeadCommand.class,
            AuditCheckpointCommand.class,
            AuditKeyCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit verify",
            "  berth audit history device 0000:81:00.1",
            "  berth audit why 00000000-0000-4000-8000-00000000000a",
            "  berth audit at 2026-11-28T03:12:00Z shell",
            "  berth audit diff 0@1042 now",
            "  berth audit orphans --live servers.txt",
            "  berth audit usage --from 2026-10-01T00:00:00Z --to 2026-11-01T00:00:00Z",
            "  berth audit head --out 2026-11-29.head"
        })
public final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "audit needs to know what to do, such as: berth audit verify");
    }
}
