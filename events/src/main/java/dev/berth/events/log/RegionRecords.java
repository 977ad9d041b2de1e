package dev.berth.events.log;

import dev.berth.events.command.LogEntry;
import java.util.Optional;

/** The records of one region's log, from its beginning to where it ended when it was opened. For one thread. */
public interface RegionRecords extends AutoCloseable {
    /** The next of them; empty at the end. */
    Optional<LogEntry> next();

    /** How far it is in the partition in which the region is at home. */
    LogProgress.Partition progress();

    @Override
    void close();
}
