package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.ServiceClient;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth rebuild}: a projection of a running service, dropped and made again from the facts. */
@Command(
        name = "rebuild",
        header = "Drop a projection of a running service and make it again.",
        description = {
            "The store pci-pools follows from the devices and is read by no decision. This drops a region's part of "
                    + "it, makes it again from the devices while the service goes on, and says whether it is as it "
                    + "was."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:rebuilt, and equal to what was there",
            "1:the service does not answer",
            "2:the command line is wrong",
            "3:rebuilt, and it differs from what was there, which is a bug"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth rebuild --store pci-pools",
            "  berth rebuild --store pci-pools --region east --url http://berth:8778 --json"
        })
final class RebuildCommand implements Callable<Integer> {
    /** The projections that can be rebuilt. */
    enum Store {
        PCI_POOLS;

        @Override
        public String toString() {
            return "pci-pools";
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--store",
            required = true,
            paramLabel = "STORE",
            converter = StoreConverter.class,
            description = "The store to drop: pci-pools.")
    private Store store;

    @Mixin
    private ServiceClient service;

    @Option(names = "--json", description = "Print the answer as one JSON object.")
    private boolean asJson;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode rebuilt = service.post("/audit/rebuild/" + store).orElseThrow().json();
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.lines(asJson ? rebuilt : text(rebuilt), ""));
        out.flush();
        return rebuilt.path("equal").asBoolean() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    private static String text(JsonNode rebuilt) {
        int differing = rebuilt.path("differing_hosts").asInt();
        return "%s of region %s: dropped and made again from the devices in %d ms, %s on %s%n%s"
                .formatted(
                        Printable.of(rebuilt.path("store").asText()),
                        Printable.of(rebuilt.path("region").asText()),
                        rebuilt.path("took_ms").asLong(),
                        CountText.of(rebuilt.path("pools").asInt(), "pool"),
                        CountText.of(rebuilt.path("hosts").asInt(), "host"),
                        differing == 0
                                ? "identical to what was there"
                                : "DIFFERENT from what was there on " + CountText.of(differing, "host"));
    }
}
