package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.command.LogEntry;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogCutException;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
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
     * The states at some places, in the order in which they are named. The log is read once, up to the last of them.
     *
     * @throws AuditFailedException if Kafka or the registry does not answer, a place is not in the log or not of the
     *     region, there is no such region, or the log's beginning was deleted
     */
    public ImmutableList<StateAt> at(ImmutableList<StatePlace> places) {
        try {
            PlacesOfRegion log = new PlacesOfRegion(target.kafka(), region, progress);
            ImmutableList<Long> lasts = places.stream().map(log::last).collect(ImmutableList.toImmutableList());
            notes.addAll(log.notes());
            TreeMap<Long, RegionFold> folds = fold(new TreeSet<>(lasts));
            return lasts.stream().map(folds::get).map(StateAt::new).collect(ImmutableList.toImmutableList());
        } catch (KafkaUnreachableException | RegistryUnavailableException | LogCutException e) {
            throw new AuditFailedException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new AuditFailedException(
                    "cannot look up places of the log at " + target.kafka().bootstrapServers() + ": "
                            + FailureWords.withoutClasses(e.getMessage()),
                    e);
        }
    }

    /** The region once it has taken all up to each of these offsets. What comes behind the last is not read. */
    private TreeMap<Long, RegionFold> fold(TreeSet<Long> lasts) {
        TreeMap<Long, RegionFold> folds = new TreeMap<>();
        RegionFold fold = RegionFold.of(RegionView.empty(TopicAdmin.logId(target.kafka()), region));
        boolean isKnown = false;
        CommandCodec codec = new CommandCodec(target.registry());
        try (RegionReader reader = RegionReader.open(target.kafka(), codec, region, () -> {})) {
            for (Long last : lasts) {
                long end = last + 1;
                for (Optional<LogEntry> next = reader.nextBefore(end);
                        next.isPresent();
                        next = reader.nextBefore(end)) {
                    isKnown = true;
                    fold = fold.take(next.get()).after();
                    progress.read(reader.progress().next(), lasts.last() + 1);
                }
                folds.put(last, fold);
            }
            if (!isKnown && reader.next().isEmpty()) {
                throw new AuditFailedException("the log has no record of region " + region
                        + "; which regions it has is shown by: berth log stats");
            }
        }
        return folds;
    }
}
