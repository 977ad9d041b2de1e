package dev.berth.cli.audit;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Region;
import dev.berth.terminal.RegionConverter;
import java.util.List;
import picocli.CommandLine.Option;

/** The regions whose partitions are read alone, if some are named. */
final class SomeRegionsOption {
    @Option(
            names = "--region",
            paramLabel = "NAME",
            converter = RegionConverter.class,
            description = "Read this region's partition alone; may be given several times (default: all).")
    private List<Region> names = List.of();

    ImmutableSortedSet<Region> names() {
        return ImmutableSortedSet.copyOf(names);
    }
}
