package dev.berth.cli.audit;

import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.terminal.RegionConverter;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The region that is asked about, for commands that fold its log. */
final class RegionOption {
    @Option(
            names = "--region",
            paramLabel = "NAME",
            defaultValue = "default",
            converter = RegionConverter.class,
            description = "The region that is asked about (default: ${DEFAULT-VALUE}).")
    private Region name;

    Region name() {
        return name;
    }

    /** Says that what was told ends where the region stands. */
    void tell(Optional<RegionStop> stop, PrintWriter err) {
        stop.ifPresent(at -> err.println("Region " + name + " has stopped at " + at.position()
                + ", and nothing behind that is decided: " + Printable.of(at.reason())));
    }
}
