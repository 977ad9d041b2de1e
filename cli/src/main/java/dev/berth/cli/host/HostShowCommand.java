package dev.berth.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        header = "Show one host: its tree, its agent, and who is on it.",
        descriptionHeading = "%n",
        description = {
            "Tells all that is known of a host, the drain among it, and names some of those who hold something of it."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the host is shown",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth host show node1", "  berth host show 5fbc4c12-5aae-5b3c-8d0c-1d1ad21f1a7e --json"})
final class HostShowCommand implements Callable<Integer> {
    @Mixin
    private HostReference host;

    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        JsonNode shown = service.get(host.path(service)).orElseThrow().json();
        print.show(shown, out -> show(out, shown));
        return ExitCode.OK;
    }

    private static void show(PrintWriter out, JsonNode shown) {
        JsonNode enrolment = shown.path("enrolment");
        line(out, "name", shown.path("name").asText("-"));
        line(out, "uuid", shown.path("host").asText());
        line(out, "state", HostText.state(shown));
        line(out, "last heard", HostText.heard(shown));
        line(out, "enrolled", enrolment.isObject() ? "yes" : "no");
        if (enrolment.isObject()) {
            line(out, "key", enrolment.path("key").asText("-"));
            line(out, "user", enrolment.path("user").asText("-"));
        }
        line(out, "report number", shown.path("sequence").asText("-"));
        JsonNode devices = shown.path("devices");
        line(
                out,
                "devices",
                devices.path("total").asText() + ", of which "
                        + devices.path("held").asText() + " held");
        Map<String, String> departing = departing(shown.path("vouched"));
        Table tree = Table.ofTexts("PROVIDER", "UUID", "REPORTED BY ITS AGENT");
        shown.path("tree")
                .forEach(provider -> tree.row(
                        provider.path("name").asText(),
                        provider.path("uuid").asText(),
                        departing.getOrDefault(
                                provider.path("uuid").asText(),
                                provider.path("vouched").asBoolean() ? "yes" : "no")));
        out.println();
        tree.lines().forEach(out::println);
        out.println();
        HostText.consumers(shown.path("consumers"), "on it").forEach(out::println);
    }

    /**
     * For each provider, what its agent no longer reports and somebody holds: all of the provider, or classes of it.
     */
    private static Map<String, String> departing(JsonNode vouched) {
        Map<String, String> departing = new TreeMap<>();
        vouched.forEach(provider -> {
            StringJoiner classes = new StringJoiner(", ", "yes, departing: ", "").setEmptyValue("");
            provider.path("inventories").properties().stream()
                    .filter(inventory -> inventory.getValue().path("departing").asBoolean())
                    .forEach(inventory -> classes.add(inventory.getKey()));
            boolean isWhole = provider.path("departing").asBoolean();
            if (isWhole || classes.length() > 0) {
                departing.put(provider.path("uuid").asText(), isWhole ? "departing" : classes.toString());
            }
        });
        return departing;
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf("%-14s %s%n", what, Printable.of(value));
    }
}
