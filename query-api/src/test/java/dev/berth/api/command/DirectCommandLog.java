package dev.berth.api.command;

import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.CommandLog;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * A log without a broker: decides each command at once, in memory, in the order of submission. It keeps nothing over a
 * restart; tests and trials use it, and through it the whole API runs in every build. Any thread may use it.
 */
public final class DirectCommandLog implements CommandLog, RegionViews {
    private final ConcurrentMap<Region, RegionView> views = new ConcurrentSkipListMap<>();
    private final LongSupplier clockMs;
    private long offset;

    public DirectCommandLog(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    @Override
    public synchronized CompletionStage<Decision> submit(Region region, Sent sent) {
        Position position = new Position(0, offset++, clockMs.getAsLong());
        Ledger.Step step = Ledger.apply(view(region), new LogEntry.Readable(position, sent, Sha256.NONE));
        views.put(region, step.after());
        return CompletableFuture.completedFuture(step.decision());
    }

    /** Forgets every region. */
    public synchronized void reset() {
        views.clear();
    }

    @Override
    public RegionSnapshot snapshot(Region region) {
        return RegionSnapshot.of(views.getOrDefault(region, RegionView.empty(region)));
    }

    @Override
    public Optional<RegionStop> stopped(Region region) {
        return Optional.empty();
    }

    @Override
    public Collection<Region> regions() {
        return views.keySet();
    }
}
