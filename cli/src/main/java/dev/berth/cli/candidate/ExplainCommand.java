package dev.berth.cli.candidate;

import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code berth explain}: says why a request has the candidates that it has. Made by picocli, for one run and its
 * thread.
 */
@Command(
        name = "explain",
        header = "Say why a request has the allocation candidates that it has, or none.",
        description = {
            "Asks a running service why a request for allocation candidates finds what it finds: what each "
                    + "constraint left over, what is exhausted or was never there, and which hosts came nearest and "
                    + "what they lack."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the request is explained, whether it finds anything or not",
            "1:the service does not answer, or refuses the request",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth explain resources=VCPU:4,MEMORY_MB:8192",
            "  berth explain 'resources=VCPU:4&resources_NET=SRIOV_NET_VF:1&required_NET=HW_NIC_OFFLOAD_GRO'",
            "  berth explain --as-of 2026-11-28T03:12:00Z resources=VCPU:4",
            "  berth explain --url http://berth:8778/regions/test --json resources=VCPU:4"
        })
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RequestOptions service;

    @Option(names = "--json", description = "Print the whole answer as JSON, with the candidates.")
    private boolean asJson;

    @Parameters(
            paramLabel = "REQUEST",
            description = "The parameters of GET /allocation_candidates, as they are after the question mark.")
    private String request;

    @Override
    public Integer call() throws InterruptedException {
        String answer = service.get("/allocation_candidates", request + "&explain=true", asJson);
        spec.commandLine().getOut().println(Printable.lines(answer, ""));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
