package dev.berth.cli.flavor;

import dev.berth.cli.client.ServiceClient;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "delete",
        header = "Delete a PCI flavor.",
        description = "What was claimed by it stays claimed; new requests for it are refused.",
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the flavor is gone",
            "1:there is none of that name, or the service does not answer",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth flavor delete gpu"})
final class FlavorDeleteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The flavor's name.")
    private String name;

    @Mixin
    private ServiceClient service;

    @Override
    public Integer call() throws InterruptedException {
        service.delete(FlavorJson.path(name)).orElseThrow();
        PrintWriter out = spec.commandLine().getOut();
        out.println("deleted " + Printable.of(name));
        out.flush();
        return ExitCode.OK;
    }
}
