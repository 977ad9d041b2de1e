package dev.berth.cli;

import dev.berth.terminal.ExitCode;
import dev.berth.terminal.config.ConfigSample;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        header = "Print a configuration with all that can be set, and what it means.",
        description = {
            "Prints a file that sets nothing: each setting is there as a comment, with its default and what --help "
                    + "says of it."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:printed", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {"  berth config sample", "  berth config sample serve common"})
final class ConfigSampleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SectionOptions sections;

    @Override
    public Integer call() {
        Settings settings = Configuration.of(spec).settings();
        spec.commandLine().getOut().print(ConfigSample.of("berth", settings, sections.chosen(settings, spec)));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
