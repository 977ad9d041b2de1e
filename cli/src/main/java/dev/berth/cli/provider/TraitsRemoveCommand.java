package dev.berth.cli.provider;

import dev.berth.terminal.ExitCode;
import picocli.CommandLine.Command;

@Command(
        name = "remove",
        header = "Take traits from a provider; the others stay.",
        descriptionHeading = "%n",
        description = {"Traits that it does not have make no difference."},
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
        footer = {"  berth traits remove node1 HW_CPU_X86_AVX2 CUSTOM_FAST"})
final class TraitsRemoveCommand extends TraitsChangeCommand {
    TraitsRemoveCommand() {
        super(NamesChange.REMOVE);
    }
}
