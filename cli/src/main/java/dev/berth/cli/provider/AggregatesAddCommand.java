package dev.berth.cli.provider;

import dev.berth.terminal.ExitCode;
import picocli.CommandLine.Command;

@Command(
        name = "add",
        header = "Put a provider into these aggregates besides those that it is in.",
        descriptionHeading = "%n",
        description = {"The aggregates that it is in stay."},
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
        footer = {"  berth aggregates add node1 5e08ea53-c4c6-448e-9334-ac4953de3cfa"})
final class AggregatesAddCommand extends AggregatesChangeCommand {
    AggregatesAddCommand() {
        super(NamesChange.ADD);
    }
}
