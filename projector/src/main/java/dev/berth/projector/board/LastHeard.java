package dev.berth.projector.board;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.util.OptionalLong;

/** When the agents of hosts were heard of. Any thread may ask. */
@FunctionalInterface
public interface LastHeard {
    /** For an instance without a board. */
    LastHeard NEVER = (region, host) -> OptionalLong.empty();

    /**
     * When the host was heard of last, in milliseconds since the epoch; empty if it never was. The instance that serves
     * the region knows it as it is, another may be ten minutes behind.
     */
    OptionalLong lastHeardMs(Region region, ProviderId host);
}
