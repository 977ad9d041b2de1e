package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on this instance's disk of one partition.
 *
 * @param isOwned whether this instance has the partition, or stands by
 * @param mark what stood at the last offset of the log that is in it; empty before the first
 * @param doubts why its rows are not those of a commit, in clauses; the regions concerned have no folds then
 * @param folds what each region comes to
 */
public record StoredCopy(
        int partition, boolean isOwned, Optional<LogMark> mark, List<String> doubts, Map<Region, RegionFold> folds) {}
