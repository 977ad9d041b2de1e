package dev.berth.api.http;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
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
}
