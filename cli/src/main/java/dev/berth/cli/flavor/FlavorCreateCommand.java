package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        header = "Create a PCI flavor.",
        description = {
            "What a device must have to be selected is in --match: vendor_id, product_id, dev_type, numa_node, "
                    + "or any tag that a device spec gives to devices. A flavor that no device fits is valid: "
                    + "requests for it find no host."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the flavor is made",
            "1:there is one of that name, or the service does not answer",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth flavor create gpu --match vendor_id=10de",
            "  berth flavor create 10g --match product_id=10ed,speed=10g --numa-policy required",
            "  berth flavor create accel --match product_id=1db6 --match product_id=20b0 --description either"
        })
final class FlavorCreateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The flavor's name, 1 to 256 characters without a slash.")
    private String name;

    @Option(
            names = "--match",
            paramLabel = "NAME=TEXT[,NAME=TEXT…]",
            required = true,
            converter = AlternativeConverter.class,
            description =
                    "What a device must have, all of it; or a JSON object, for values that are no text. Given again: "
                            + "another "
                            + "way to be selected.")
    private List<PciAlternative> match;

    @Option(
            names = "--numa-policy",
            paramLabel = "POLICY",
            description = "How near to the guest's cells: required, legacy, preferred or socket (default: left to the "
                    + "request, and then legacy).")
    private Optional<String> policy = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private Optional<String> description = Optional.empty();

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode made = service.post(FlavorJson.PATH, FlavorJson.of(flavor()))
                .orElseThrow()
                .json();
        print.show(made, out -> out.println("created " + Printable.of(name)));
        return ExitCode.OK;
    }

    private PciFlavor flavor() {
        Optional<NumaPolicy> parsed = policy.flatMap(NumaPolicy::parse);
        if (policy.isPresent() && parsed.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a --numa-policy of required, legacy, preferred or socket but got " + policy.get());
        }
        if (name.contains("/")) {
            throw new ParameterException(spec.commandLine(), "expected a name without a slash but got " + name);
        }
        try {
            return new PciFlavor(name, ImmutableList.copyOf(match), parsed, description, 0);
        } catch (MalformedException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
