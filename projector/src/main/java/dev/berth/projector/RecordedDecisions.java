package dev.berth.projector;

import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is recorded of the newest decisions of some regions, which are looked for by the head of their chain. */
final class RecordedDecisions {
    private final DecisionCodec codec;

    /** The regions whose newest decision is not found yet. */
    private final Map<Region, RegionView> sought = new TreeMap<>();

    /** Regions whose last recorded decision cannot be read. */
    private final Set<Region> unread = new TreeSet<>();

    /** Where the command of the first recorded decision stands in the log, as those before may have been deleted. */
    private OptionalLong first = OptionalLong.empty();

    /** Where that of the furthest stands; before the log if none is recorded. */
    private long last = -1;

    private RecordedDecisions(DecisionCodec codec) {
        this.codec = codec;
    }

    /**
     * Looks for the newest decision of each fold. Where decisions are recorded from the committed offset on, somebody
     * has set it back, and where none are although it is behind some, somebody has deleted them: it is not judged then.
     * Nor is a region whose last recorded decision cannot be read.
     *
     * @param from folds that have taken nothing from this offset on are not looked for
     * @param committed up to which offset decisions are committed
     * @return what is not recorded, in clauses
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    static List<String> missing(
            LogCheck log, int partition, long from, long committed, Collection<RegionFold> folds, DecisionCodec codec)
            throws InterruptedException {
        RecordedDecisions recorded = new RecordedDecisions(codec);
        folds.stream()
                .filter(fold -> fold.lastTaken().offset() >= from)
                .map(RegionFold::view)
                .filter(view -> view.recent().count() > 0)
                .forEach(view -> recorded.sought.put(view.region(), view));
        if (!recorded.sought.isEmpty()) {
            log.replay(Topics.DECISIONS.topic(), partition, 0, Long.MAX_VALUE, recorded::take);
        }
        if (recorded.last >= committed || recorded.last < 0 && committed > 0) {
            return List.of();
        }
        return recorded.sought.values().stream()
                .filter(view -> !recorded.unread.contains(view.region()))
                .filter(view -> view.position().offset() >= recorded.first.orElse(0))
                .map(view -> "region " + view.region() + " ends with a decision at " + view.position() + " that "
                        + Topics.DECISIONS.topic() + " does not have")
                .toList();
    }

    private void take(LogRecord record) {
        if (codec.decode(record.value()) instanceof Decoding.Decoded<Decision> decoded) {
            Decision decision = decoded.value();
            long offset = decision.position().offset();
            first = first.isPresent() ? first : OptionalLong.of(offset);
            last = Math.max(last, offset);
            record.region().ifPresent(unread::remove);
            record.region()
                    .map(sought::get)
                    .filter(view -> view.chain().head().equals(decision.chain()))
                    .ifPresent(view -> sought.remove(view.region()));
        } else {
            record.region().ifPresent(unread::add);
        }
    }
}
