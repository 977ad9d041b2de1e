package dev.berth.cli.provider;

import dev.berth.terminal.ExitCode;
import picocli.CommandLine.Command;

@Command(
        name = "set",
        header = "Put a provider into these aggregates and no others.",
        descriptionHeading = "%n",
        description = {"Replaces all aggregates of the provider; without any it is in none afterwards."},
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider has them as was asked, also if it had before",
            "1:the service does not answer, or refuses it, or somebody else has changed them meanwhile; the words say "
                    + "what",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth aggregates set node1 5e08ea53-c4c6-448e-9334-ac4953de3cfa"})
final class AggregatesSetCommand extends AggregatesChangeCommand {
    AggregatesSetCommand() {
        super(NamesChange.SET);
    }
}
