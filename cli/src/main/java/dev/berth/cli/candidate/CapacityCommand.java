package dev.berth.cli.candidate;

import dev.berth.events.model.Printable;
import dev.berth.ledger.candidate.capacity.CapacityReport.By;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code berth capacity}: counts how many more of a request fit. Made by picocli, for one run and its thread. */
@Command(
        name = "capacity",
        header = "Count how many more of a request fit, and say what runs out first.",
        description = {
            "Asks a running service how many claims of a request would be granted one after another, each of the first "
                    + "allocation candidate, what hosts lack then, and which smaller request would fit once more. "
                    + "Nothing is claimed."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the capacity is counted, if need be as \"at least\"",
            "1:the service does not answer, or refuses the request",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth capacity resources=VCPU:4,MEMORY_MB:8192",
            "  berth capacity --by host --by aggregate 'resources=VCPU:4&pci=10g:2'",
            "  berth capacity --url http://berth:8778/regions/test --json resources=VCPU:4"
        })
public final class CapacityCommand implements Callable<Integer> {
    /** One of them, in lower case. */
    static final class ByConverter implements ITypeConverter<By> {
        @Override
        public By convert(String text) {
            for (By by : By.values()) {
                if (by.text().equals(text)) {
                    return by;
                }
            }
            throw new TypeConversionException("expected host, aggregate or trait but got " + text);
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private RequestOptions service;

    @Option(
            names = "--by",
            paramLabel = "KIND",
            converter = ByConverter.class,
            description = "Also list where it fits, by host, aggregate or trait; may be given several times.")
    private List<By> by = List.of();

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean asJson;

    @Parameters(
            paramLabel = "REQUEST",
            description = "The parameters of GET /allocation_candidates, as they are after the question mark; a limit "
                    + "makes no difference.")
    private String request;

    @Override
    public Integer call() throws InterruptedException {
        StringBuilder query = new StringBuilder(request);
        by.forEach(kind -> query.append("&by=").append(kind.text()));
        String answer = service.get("/capacity", query.toString(), asJson);
        spec.commandLine().getOut().println(Printable.lines(answer, ""));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
