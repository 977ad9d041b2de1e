package dev.berth.console;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.PartitionState;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** The views of a log in memory, whose regions stop and go on as a test says. Any thread may use it. */
final class StoppingViews implements RegionViews {
    private final DirectCommandLog log;
    private volatile Optional<RegionStop> stop = Optional.empty();
    private volatile Optional<String> lost = Optional.empty();

    StoppingViews(DirectCommandLog log) {
        this.log = log;
    }

    void stop(RegionStop at) {
        stop = Optional.of(at);
    }

    /** Has nothing be said of regions, for a reason. */
    void lose(String reason) {
        lost = Optional.of(reason);
    }

    void goOn() {
        stop = Optional.empty();
        lost = Optional.empty();
    }

    @Override
    public RegionSnapshot snapshot(Region region) {
        lost.ifPresent(reason -> {
            throw new LogUnavailableException(reason);
        });
        return log.snapshot(region);
    }

    @Override
    public Optional<RegionStop> stopped(Region region) {
        return stop;
    }

    /** The one partition of a log in memory, of which the default region's last record was taken. */
    @Override
    public List<PartitionState> partitions() {
        long offset = log.view(Region.DEFAULT).position().offset();
        LogMark mark = new LogMark(new Uuid(1, 2), offset, "0".repeat(64));
        return List.of(new PartitionState(0, Optional.of(mark), Optional.empty(), Optional.empty()));
    }

    @Override
    public Collection<Region> regions() {
        return log.regions();
    }
}
