package dev.berth.events.log;

import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import java.util.Optional;

/**
 * A record of berth.hosts.
 *
 * @param row empty if there is no such row any more
 */
public record HostRowRecord(HostRowKey key, Optional<HostRow> row) {}
