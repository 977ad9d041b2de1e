package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        header = "Make tokens for a service that keeps its own (--auth static).",
        descriptionHeading = "%n",
        description = "Commands about the tokens of a service that is started with --auth static.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = TokenNewCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {"  berth token new --user nova --role service --file tokens"})
final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "token needs to know what to do, such as: berth token new --user nova");
    }
}
