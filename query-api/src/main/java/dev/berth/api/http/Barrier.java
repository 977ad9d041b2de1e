package dev.berth.api.http;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.DatedSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Lets a reader wait until a region's view has reached a position it quotes, so that it reads its own writes. */
@FunctionalInterface
public interface Barrier {
    /** Carries the position that a write was decided at, and that a read wants to see: {@code partition@offset}. */
    String HEADER = "x-berth-position";

    /**
     * Completes when the region's view shows what was decided at the position, exceptionally if that takes too long.
     */
    CompletionStage<Void> reached(Region region, Position position);

    /**
     * What this instance has of a region that is so fresh; empty if that is another's to answer.
     *
     * @param maxStaleness zero for what the owner has
     */
    default Optional<DatedSnapshot> read(Region region, Duration maxStaleness) {
        return Optional.empty();
    }
}
