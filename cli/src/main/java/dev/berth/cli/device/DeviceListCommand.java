package dev.berth.cli.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.terminal.ExitCode;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth device list}. */
@Command(
        name = "list",
        header = "List PCI devices with their states.",
        description = {"By host and address. Where nobody watches, the answer of GET /pci/devices is printed as it is."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:listed, even if there are none",
            "1:the service does not answer, or refuses the request",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth device list",
            "  berth device list --host cn1 --state dirty",
            "  berth device list --host cn1 --as-of 2026-11-28T03:12:00Z",
            "  berth device list --region east --url http://berth:8778 --json"
        })
final class DeviceListCommand implements Callable<Integer> {
    /** The words of the API for the states. */
    enum State {
        AVAILABLE,
        CLAIMED,
        ALLOCATED,
        UNCLAIMABLE,
        UNAVAILABLE,
        DIRTY,
        FAILED,
        DRAINED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Those of this host: the name or the UUID of its root provider (default: all hosts).")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Those in this state: available, claimed, allocated, unclaimable, unavailable, dirty, failed or "
                            + "drained.")
    private Optional<State> state = Optional.empty();

    @Option(names = "--consumer", paramLabel = "UUID", description = "Those that this consumer holds.")
    private Optional<UUID> consumer = Optional.empty();

    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        StringBuilder query = new StringBuilder();
        if (host.isPresent()) {
            add(query, "provider", DeviceAddress.uuid(service, host.get()));
        }
        state.ifPresent(asked -> add(query, "state", asked));
        consumer.ifPresent(asked -> add(query, "consumer", asked));
        JsonNode answer = service.get("/pci/devices" + query).orElseThrow().json();
        print.show(answer, out -> {
            Table table = Table.ofTexts("HOST", "ADDRESS", "VENDOR:PRODUCT", "STATE", "CONSUMER", "REASON");
            answer.path("devices")
                    .forEach(device -> table.row(
                            device.path("host").asText(),
                            device.path("address").asText(),
                            device.path("vendor_id").asText() + ":"
                                    + device.path("product_id").asText(),
                            state(device),
                            device.path("consumer").asText("-"),
                            device.path("reason").asText("-")));
            table.lines().forEach(out::println);
        });
        return ExitCode.OK;
    }

    /** The state, and what will become of it once it is let go. */
    static String state(JsonNode device) {
        boolean isHeld = !device.path("consumer").isNull();
        StringBuilder state = new StringBuilder(device.path("state").asText());
        if (isHeld && device.path("dirty").asBoolean()) {
            state.append(",dirty");
        }
        if (isHeld && !device.path("outage").isNull()) {
            state.append(',').append(device.path("outage").asText());
        }
        return state.append(device.path("departing").asBoolean() ? ",departing" : "")
                .toString();
    }

    private static void add(StringBuilder query, String name, Object value) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
    }
}
