package dev.berth.cli.provider;

import dev.berth.terminal.ExitCode;
import picocli.CommandLine.Command;

@Command(
        name = "set",
        header = "Give a provider these traits and no others.",
        descriptionHeading = "%n",
        description = {
            "Replaces all traits of the provider; without any it has none afterwards. Custom traits have to be created "
                    + "first."
        },
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
        footer = {"  berth traits set node1 HW_CPU_X86_AVX2 CUSTOM_FAST"})
final class TraitsSetCommand extends TraitsChangeCommand {
    TraitsSetCommand() {
        super(NamesChange.SET);
    }
}
