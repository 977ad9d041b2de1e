package dev.berth.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.ServiceClient;
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
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        header = "Remove a host with its whole tree.",
        descriptionHeading = "%n",
        description = {
            "Takes away all providers of its tree, whoever made them, its devices, its enrolment and its drain. It "
                    + "is refused while consumers hold something of it, unless by force: they lose what they hold "
                    + "there then, and keep what they hold elsewhere. Stop its agent first."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the host is removed",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth host remove node1", "  berth host remove node1 --force --reason burnt"})
final class HostRemoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HostReference host;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Option(names = "--force", description = "Release what consumers hold there. Needs a --reason.")
    private boolean isForced;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why they lose it, for the log: 1 to 255 characters.")
    private Optional<String> reason = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (isForced != reason.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    isForced
                            ? "--force needs a reason, such as: --reason burnt"
                            : "--reason is why consumers lose what they hold, so it needs --force");
        }
        String query =
                reason.map(text -> "?force=" + HostReference.encoded(text)).orElse("");
        JsonNode removed =
                service.delete(host.path(service) + query).orElseThrow().json();
        print.show(removed, out -> show(out, removed));
        return ExitCode.OK;
    }

    private void show(PrintWriter out, JsonNode removed) {
        JsonNode providers = removed.path("removed");
        out.println("Removed " + providers.size() + (providers.size() == 1 ? " provider:" : " providers:"));
        providers.forEach(provider -> out.println("  " + Printable.of(provider.asText())));
        if (isForced) {
            HostText.consumers(removed.path("consumers"), "lost what was held there")
                    .forEach(out::println);
        }
        out.println(Printable.of(removed.path("next").asText()));
    }
}
