package dev.berth.projector;

import dev.berth.events.log.LogMark;
import java.util.Optional;

/**
 * The state of one partition of the log on this instance.
 *
 * @param mark what stood at the last offset that was taken; empty before the first
 * @param fault why nothing of it is decided any more, in a sentence; empty if all is well
 * @param obstacle why its regions are neither read nor written here now, as part of a sentence; empty if they are. Most
 *     are over in a second or two: a takeover, or a lease that has lapsed
 */
public record PartitionState(
        int partition, Optional<LogMark> mark, Optional<String> fault, Optional<String> obstacle) {}
