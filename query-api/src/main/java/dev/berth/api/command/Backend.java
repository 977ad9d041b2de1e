package dev.berth.api.command;

import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/**
 * What handlers need from the rest of the service: the view of a call's region, and a way to have a command decided.
 * Any thread may use it.
 *
 * @param meters where handlers measure what they do
 * @param patience how long the answer to a decided write may wait until its region can be vouched for again
 */
public record Backend(
        CommandLog log, RegionViews views, NewRegions newRegions, MeterRegistry meters, Duration patience) {
    /** How long a request waits, as a rule, for a position that it quotes and for a lease that lapsed. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A backend with the usual patience. */
    public Backend(CommandLog log, RegionViews views, NewRegions newRegions, MeterRegistry meters) {
        this(log, views, newRegions, meters, PATIENCE);
    }

    /** A backend that nobody measures. */
    public Backend(CommandLog log, RegionViews views, NewRegions newRegions) {
        this(log, views, newRegions, new CompositeMeterRegistry());
    }

    /** A backend where anybody may create regions by writing to them. */
    public Backend(CommandLog log, RegionViews views) {
        this(log, views, NewRegions.ANY);
    }

    /** The view of the call's region; a problem of status 503 if it cannot be vouched for. */
    public RegionView view(Call call) {
        return snapshot(call).view();
    }

    /** The call's region with its projections; a problem of status 503 if it cannot be vouched for. */
    public RegionSnapshot snapshot(Call call) {
        if (call.read().isPresent()) {
            return call.read().get().snapshot();
        }
        try {
            return views.snapshot(call.region());
        } catch (LogUnavailableException elsewhere) {
            throw Unavailable.exception(elsewhere, call);
        }
    }

    /**
     * The call's region as the next command would find it; a problem of status 503 also if the region has stopped: the
     * command would wait then, and nobody knows for what.
     */
    public RegionView goingOn(Call call) {
        RegionView view = view(call);
        Optional<RegionStop> stopped = call.isOfPast()
                ? call.read().orElseThrow().snapshot().fold().stop()
                : call.read().isPresent() ? Optional.empty() : views.stopped(call.region());
        stopped.ifPresent(stop -> {
            throw Problem.notServed("Region " + call.region() + " has stopped at " + stop.position()
                            + ": a command would wait there, so what it would come to is not known.")
                    .exception();
        });
        return view;
    }

    /** The view of a region, for readers; a problem of status 503 if it cannot be vouched for. */
    public static RegionView view(RegionViews views, Region region) {
        try {
            return views.view(region);
        } catch (LogUnavailableException elsewhere) {
            throw Problem.notServed(elsewhere.getMessage()).exception();
        }
    }

    /**
     * Begins a request that changes something. It comes before all checks against what is so, because these say nothing
     * about a request that was answered before.
     *
     * @throws dev.berth.api.problem.ProblemException 422 if its idempotency key was used for another request; 403 or
     *     404 if nothing was ever written to its region and the caller may not be the first
     */
    public Write write(Call call) {
        Write write = new Write(this, call);
        newRegions.admit(call, write.view(), views);
        return write;
    }
}
