package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.QueryText;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
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
        name = "list",
        header = "List the traits that there are, or those of a provider.",
        descriptionHeading = "%n",
        description = {"As JSON it is what the API answers."},
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:they are listed, also if there are none",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth traits list node1",
            "  berth traits list --name startswith:CUSTOM_",
            "  berth traits list --associated"
        })
final class TraitsListCommand implements Callable<Integer> {
    static final String FIELD = "traits";

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PROVIDER",
            description = "The provider's UUID or its name (default: the traits that there are).")
    private Optional<String> provider = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "FILTER",
            description = "Only those that startswith:PREFIX, or are one of in:A,B.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--associated", description = "Only those that some provider has.")
    private boolean isAssociated;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.TRAITS, "traits list").asOf(asOf);
        if (provider.isPresent() && (name.isPresent() || isAssociated)) {
            throw new ParameterException(
                    spec.commandLine(), "--name and --associated are about all traits, so no PROVIDER goes with them");
        }
        JsonNode answer = placement.get(path());
        print.show(answer, out -> show(out, provider.orElse("This region"), answer));
        return ExitCode.OK;
    }

    private String path() throws InterruptedException {
        if (provider.isPresent()) {
            return "/resource_providers/" + placement.uuid(provider.get()) + "/" + FIELD;
        }
        QueryText query = new QueryText();
        name.ifPresent(filter -> query.add("name", filter));
        if (isAssociated) {
            query.add("associated", true);
        }
        return query.on("/" + FIELD);
    }

    static void show(PrintWriter out, String provider, JsonNode answer) {
        if (answer.path(FIELD).isEmpty()) {
            out.println(Printable.of(provider + " has no trait."));
        }
        answer.path(FIELD).forEach(name -> out.println(Printable.of(name.asText())));
    }
}
