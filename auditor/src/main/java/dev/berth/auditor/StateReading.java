package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.command.LogEntry;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.EarliestTimes;
import dev.berth.events.log.FoundPlace;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogCutException;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Region;
import dev.berth.ledger.moment.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;

/**
 * Reads what was so in a region at some places of its log, by folding it from its beginning; the service is not asked.
 * For one thread.
 */
public final class StateReading {
    private final AuditTarget target;
    private final Region region;
    private final AuditProgress progress;
    private final List<String> notes = new ArrayList<>();

    public StateReading(AuditTarget target, Region region, AuditProgress progress) {
        this.target = target;
        this.region = region;
        this.progress = progress;
    }

    /** What whoever asked has to know besides, such as that the times of the log go back. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * The states at some places, in the order in which they are named. The log is folded once, up to the last of them.
     *
     * @throws AuditFailedException if Kafka or the registry does not answer, a place is not in the log or not of the
     *     region, there is no such region, or the log's beginning was deleted
     */
    public ImmutableList<StateAt> at(ImmutableList<LogPlace> places) {
        CommandCodec codec = new CommandCodec(target.registry());
        AtomicReference<Runnable> each = new AtomicReference<>(() -> {});
        try (RegionReader log = RegionReader.open(
                target.kafka(), codec, region, () -> each.get().run())) {
            LogProgress.Partition extent = log.progress();
            each.set(() -> progress.read(log.progress().next(), extent.end()));
            ImmutableList<Long> offsets = offsets(places, log, extent);
            TreeMap<Long, Moment> moments = fold(log, extent, new TreeSet<>(offsets));
            return offsets.stream()
                    .map(offset -> new StateAt(moments.get(offset).fold()))
                    .collect(ImmutableList.toImmutableList());
        } catch (NoPlaceException | KafkaUnreachableException | RegistryUnavailableException | LogCutException e) {
            throw new AuditFailedException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new AuditFailedException(
                    "cannot look up places of the log at " + target.kafka().bootstrapServers() + ": "
                            + FailureWords.withoutClasses(e.getMessage()),
                    e);
        }
    }

    private ImmutableList<Long> offsets(
            ImmutableList<LogPlace> places, RegionReader log, LogProgress.Partition extent) {
        EarliestTimes times = new EarliestTimes();
        long nowMs = System.currentTimeMillis();
        ImmutableList.Builder<Long> offsets = ImmutableList.builder();
        for (LogPlace place : places) {
            FoundPlace found = FoundPlace.of(place, region, log, extent, times, nowMs);
            found.wentBack().map(back -> back.text(place)).ifPresent(notes::add);
            offsets.add(found.offset());
        }
        return offsets.build();
    }

    /** The region once it has taken all up to each of these offsets. What comes behind the last is not read. */
    private TreeMap<Long, Moment> fold(RegionReader log, LogProgress.Partition extent, TreeSet<Long> offsets) {
        TreeMap<Long, Moment> moments = new TreeMap<>();
        Moment now = Moment.beginning(TopicAdmin.logId(target.kafka()), region);
        boolean isKnown = false;
        for (Long offset : offsets) {
            log.seek(now.through() + 1, offset + 1);
            for (Optional<LogEntry> next = log.next(); next.isPresent(); next = log.next()) {
                isKnown = true;
                now = now.take(next.get());
            }
            now = now.through(offset);
            moments.put(offset, now);
        }
        log.seek(now.through() + 1, extent.end());
        if (!isKnown && log.next().isEmpty()) {
            throw new AuditFailedException("the log has no record of region " + region
                    + "; which regions it has is shown by: berth log stats");
        }
        return moments;
    }
}
