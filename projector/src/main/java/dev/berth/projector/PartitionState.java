package dev.berth.projector;

import dev.berth.events.log.LogMark;
import java.util.Optional;

/**
 * How one partition of the log stands on this instance.
 *
 * @param mark what stood at the last offset that was taken; empty before the first
 * @param fault why nothing of it is decided any more, in a sentence; empty if all is well
 */
public record PartitionState(int partition, Optional<LogMark> mark, Optional<String> fault) {}
