package dev.berth.ledger;

import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;

/**
 * A region came upon a record that it can neither apply nor leave out. It goes on when an operator appends a SkipRecord for that
 * position; until then the commands behind it wait.
 *
 * @param reason for a line of a log: whoever wrote the record may have a say in it, so it is made fit to be printed
 */
public record RegionStop(Position position, String reason) {
    public RegionStop {
        reason = Printable.of(reason);
    }
}
