package dev.berth.auditor;

import dev.berth.events.log.LogMark;
import java.util.Optional;

/**
 * What a running service says of a partition of the log.
 *
 * @param mark what stood at the last offset that it took; empty before the first
 * @param fault why it decides nothing of the partition any more; empty if all is well
 */
public record LivePartition(int partition, Optional<LogMark> mark, Optional<String> fault) {}
