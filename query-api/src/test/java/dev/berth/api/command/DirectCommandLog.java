package dev.berth.api.command;

import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.ListedLog;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.CommandLog;
import dev.berth.projector.RegionViews;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.store.RegionSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
public final class DirectCommandLog implements CommandLog, RegionViews, MomentLogs {
    private final ConcurrentMap<Region, RegionView> views = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<Region, List<LogEntry>> entries = new ConcurrentSkipListMap<>();
    private final LongSupplier clockMs;
    private long offset;

    public DirectCommandLog(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    @Override
    public synchronized CompletionStage<Decision> submit(Region region, Sent sent) {
        Position position = new Position(0, offset++, clockMs.getAsLong());
        LogEntry entry = new LogEntry.Readable(position, sent, Sha256.NONE);
        Ledger.Step step = Ledger.apply(view(region), entry);
        entries(region).add(entry);
        views.put(region, step.after());
        return CompletableFuture.completedFuture(step.decision());
    }

    /** Forgets every region. */
    public synchronized void reset() {
        views.clear();
        entries.clear();
    }

    private List<LogEntry> entries(Region region) {
        return entries.computeIfAbsent(region, none -> Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public LogId id() {
        return LogId.NONE;
    }

    @Override
    public RegionLog open(Region region, Runnable each) {
        return new ListedLog(LogId.NONE, entries(region), 0, each);
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
