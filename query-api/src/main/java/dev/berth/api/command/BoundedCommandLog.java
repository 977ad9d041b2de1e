package dev.berth.api.command;

import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.LogUnavailableException.Fate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * A log that takes only so many commands of a region, and of all regions together, before the first of them are
 * decided. A region decides one after the other, so whoever comes behind many waits for all of them: beyond the bound
 * the answer is to come back later, at once and before anything is appended, and those that were let in are decided in
 * time. Any thread may submit.
 */
public final class BoundedCommandLog implements CommandLog {
    /** As many as a region decides within a second or so on a small machine. */
    public static final int OF_A_REGION_MAX = 1_024;

    /** Several busy regions at a time; what a command and its request take is some kilobytes. */
    public static final int OF_ALL_MAX = 4 * OF_A_REGION_MAX;

    private final CommandLog log;
    private final int ofARegionMax;
    private final Semaphore all;
    private final ConcurrentMap<Region, Semaphore> regions = new ConcurrentHashMap<>();

    private final Counter overloaded;

    public BoundedCommandLog(CommandLog log, MeterRegistry meters) {
        this(log, OF_A_REGION_MAX, OF_ALL_MAX, meters);
    }

    BoundedCommandLog(CommandLog log, int ofARegionMax, int ofAllMax, MeterRegistry meters) {
        this.log = log;
        this.ofARegionMax = ofARegionMax;
        this.all = new Semaphore(ofAllMax);
        Gauge.builder("berth.commands.waiting", all, free -> ofAllMax - free.availablePermits())
                .description("commands that were let in and wait for their decision")
                .register(meters);
        overloaded = Counter.builder("berth.commands.overloaded")
                .description("commands that were not appended because too many waited for their decision")
                .register(meters);
    }

    @Override
    public CompletionStage<Decision> submit(Region region, Sent sent) {
        Semaphore ofRegion = regions.computeIfAbsent(region, name -> new Semaphore(ofARegionMax));
        if (!ofRegion.tryAcquire()) {
            return overloaded("Region " + region + " has " + ofARegionMax + " writes to decide already.");
        }
        if (!all.tryAcquire()) {
            ofRegion.release();
            return overloaded("This instance has as many writes to decide already as it takes at a time.");
        }
        try {
            return log.submit(region, sent).whenComplete((decision, failure) -> giveBack(ofRegion));
        } catch (RuntimeException e) {
            giveBack(ofRegion);
            throw e;
        }
    }

    private void giveBack(Semaphore ofRegion) {
        all.release();
        ofRegion.release();
    }

    private CompletionStage<Decision> overloaded(String why) {
        overloaded.increment();
        return CompletableFuture.failedStage(new LogUnavailableException(Fate.OVERLOADED, why, null));
    }
}
