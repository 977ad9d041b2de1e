package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the regions of a partition came to at some place of its log, kept outside of it: where a fold begins if the log
 * before that place was cut and there are no rows. Asked by stream threads.
 */
public interface Beginnings {
    /** Every log begins with its first record. */
    Beginnings NONE = partition -> Optional.empty();

    /** What is kept of a partition, if anything is. */
    Optional<Beginning> of(int partition);

    /**
     * What is kept of a partition.
     *
     * @param log which log it is of
     * @param next the offset of the first record that is not in it
     * @param folds what each of its regions comes to
     * @param held of each region the records that are held, by where they stand in the log
     * @param mark what stood at the last record that is in it; empty if there was none
     */
    record Beginning(
            LogId log,
            long next,
            Map<Region, RegionFold> folds,
            Map<Region, SortedMap<Position, byte[]>> held,
            Optional<LogMark> mark) {}
}
