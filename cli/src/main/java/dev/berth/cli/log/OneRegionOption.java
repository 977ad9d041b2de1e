package dev.berth.cli.log;

import dev.berth.events.model.Region;
import dev.berth.terminal.RegionConverter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The region whose partition is read alone, if one is named. */
final class OneRegionOption {
    @Option(
            names = "--region",
            paramLabel = "NAME",
            converter = RegionConverter.class,
            description = "Look in this region's partition alone.")
    private Optional<Region> name = Optional.empty();

    Optional<Region> name() {
        return name;
    }
}
