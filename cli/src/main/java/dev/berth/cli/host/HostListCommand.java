package dev.berth.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.cli.output.Terminal;
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
        name = "list",
        header = "List hosts: whether they are drained, and what they have.",
        descriptionHeading = "%n",
        description = {
            "Tells of each host its name, its UUID, whether it is drained and why, whether it is enrolled, when it "
                    + "was last heard, and how many providers, PCI devices and consumers it has."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the hosts are listed, also if there are none",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth host list", "  berth host list --state drained", "  berth host list --name node1 --json"})
final class HostListCommand implements Callable<Integer> {
    private static final int PAGE = 500;

    /** In which state hosts are listed. */
    enum State {
        DRAINED,
        UNDRAINED;

        @Override
        public String toString() {
            return this == DRAINED ? "drained" : "undrained";
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--name", paramLabel = "NAME", description = "Only the host with this name.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    private Optional<State> state = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The most hosts to list, in the order of their UUIDs (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "expected a --limit of 1 or more but got " + limit);
        }
        ArrayNode hosts = JsonNodeFactory.instance.arrayNode();
        Optional<String> next = Optional.empty();
        do {
            JsonNode page = service.get(path(Math.min(PAGE, limit - hosts.size()), next))
                    .orElseThrow()
                    .json();
            page.path("hosts").forEach(hosts::add);
            next = Optional.ofNullable(page.path("next").textValue());
        } while (next.isPresent() && hosts.size() < limit);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("hosts", hosts);
        answer.put("next", next.orElse(null));
        print.show(answer, out -> show(out, answer));
        return ExitCode.OK;
    }

    private static void show(PrintWriter out, JsonNode answer) {
        if (answer.path("hosts").isEmpty()) {
            out.println("No host.");
        } else {
            // Commands take the name as well.
            table(answer.path("hosts")).linesWithin(Terminal.columns(), "UUID").forEach(out::println);
        }
        if (answer.path("next").isTextual()) {
            out.println("There are more; --limit says how many are listed.");
        }
    }

    private String path(int size, Optional<String> marker) {
        return "/hosts?limit=" + size
                + name.map(text -> "&name=" + HostReference.encoded(text)).orElse("")
                + state.map(text -> "&state=" + text).orElse("")
                + marker.map(text -> "&marker=" + text).orElse("");
    }

    private static Table table(JsonNode hosts) {
        Table table =
                Table.ofTexts("NAME", "UUID", "ENROLLED", "LAST HEARD", "PROVIDERS", "DEVICES", "CONSUMERS", "STATE");
        hosts.forEach(host -> table.row(
                host.path("name").asText("-"),
                host.path("host").asText(),
                host.path("enrolled").asBoolean() ? "yes" : "no",
                HostText.heard(host),
                host.path("providers").asText(),
                host.path("devices").asText(),
                HostText.count(host.path("consumers")),
                HostText.state(host)));
        return table;
    }
}
