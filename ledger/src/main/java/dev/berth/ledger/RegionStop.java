package dev.berth.ledger;

import dev.berth.events.model.Position;

/**
 * A region came upon a record that it can neither apply nor leave out. It goes on when an operator appends a SkipRecord for that
 * position; until then the commands behind it wait.
 */
public record RegionStop(Position position, String reason) {}
