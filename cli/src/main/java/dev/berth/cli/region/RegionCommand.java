package dev.berth.cli.region;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth region}: moves a region to another log. Made by picocli, for one run and its thread. */
@Command(
        name = "region",
        header = "Move a region to another log.",
        description =
                "Commands for a region that has become too much for its log. It is closed in the one, and goes on "
                        + "in the other with all that it came to.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {RegionCloseCommand.class, RegionMoveCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth region close --region east --yes",
            "  berth region move --region east --to-kafka k9:9092 --to-registry http://r9:8081"
                    + " --out east.checkpoint"
        })
public final class RegionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "region needs to know what to do, such as: berth region close --region east");
    }
}
