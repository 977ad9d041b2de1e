package dev.berth.cli;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.DeviceChange;
import dev.berth.auditor.DeviceChangeText;
import dev.berth.auditor.DeviceHistory;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.RegionConverter;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth audit history}: what happened to a PCI device. */
@Command(
        name = "history",
        header = "Tell what ever happened to a PCI device.",
        description = {
            "Reads the region's log, folds it again, and prints a line for each command that changed the device: "
                    + "position, time, host, "
                    + "what became of it, by which command, and who sent that. Who sent it is self-declared: it is "
                    + "what the "
                    + "writer of the record said. The service is not asked. Where nobody watches, each line is a "
                    + "JSON object."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:told, even if there was never such a device",
            "1:Kafka or the registry does not answer",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit history --device 0000:81:00.1",
            "  berth audit history --device 0000:81:00.1 --host 00000000-0000-4000-8000-000000000001 --region east "
                    + "--json"
        })
final class AuditHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--device", required = true, paramLabel = "ADDRESS", description = "Its address on its host.")
    private String device;

    @Option(names = "--host", paramLabel = "UUID", description = "The root provider of its host (default: all hosts).")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--region",
            paramLabel = "NAME",
            defaultValue = "default",
            converter = RegionConverter.class,
            description = "The region of the host (default: ${DEFAULT-VALUE}).")
    private Region region;

    @Option(names = "--json", description = "Print a JSON object for each line, watched or not.")
    private boolean asJson;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() {
        PciAddress address = PciAddress.parse(device)
                .orElseThrow(() -> wrong("--device takes an address such as 0000:81:00.1 but got " + device));
        Optional<ProviderId> provider = host.map(this::provider);
        boolean isJson = asJson || !Terminal.isWatched();
        PrintWriter out = spec.commandLine().getOut();
        AtomicLong told = new AtomicLong();
        try (SchemaRegistry registry = log.openRegistry()) {
            DeviceHistory.read(
                    new AuditTarget(log.kafka(), registry, Optional.empty(), AuditTarget.TIMEOUT_DEFAULT),
                    region,
                    address,
                    provider,
                    change -> {
                        told.incrementAndGet();
                        out.println(line(change, isJson));
                    });
        }
        out.flush();
        if (told.get() == 0) {
            spec.commandLine()
                    .getErr()
                    .println("Nothing ever happened to a device at " + address + " in region " + region
                            + provider.map(id -> " on host " + id).orElse(" on any host")
                            + ": none was reported there.");
        }
        return ExitCode.OK;
    }

    private static String line(DeviceChange change, boolean isJson) {
        return isJson ? DeviceChangeText.json(change) : DeviceChangeText.of(change);
    }

    private ProviderId provider(String text) {
        try {
            return ProviderId.of(text);
        } catch (IllegalArgumentException e) {
            throw wrong("--host takes the UUID of a provider but got " + text);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
