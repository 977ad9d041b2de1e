package dev.berth.cli.flavor;

import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.nova.AliasLines;
import dev.berth.events.model.PciFlavor;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "export-alias",
        header = "Print the PCI flavors as the aliases that a nova.conf would have for them.",
        description = {
            "Prints section [pci] with a line for each alternative of each flavor. A flavor that no alias can ask "
                    + "for, because it selects by tags, stands there as a comment. Read again with import-alias, the "
                    + "lines make the same flavors, but for descriptions."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the lines are printed",
            "1:the service does not answer, or refuses",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth flavor export-alias   > /etc/nova/nova.conf.d/pci.conf"})
final class FlavorExportAliasCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceClient service;

    @Override
    public Integer call() throws InterruptedException {
        List<PciFlavor> flavors = new ArrayList<>();
        service.get(FlavorJson.PATH)
                .orElseThrow()
                .json()
                .path("flavors")
                .forEach(flavor -> flavors.add(FlavorJson.read(flavor)));
        PrintWriter out = spec.commandLine().getOut();
        AliasLines.of(flavors).forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }
}
