package dev.berth.ledger.history;

import dev.berth.events.command.CommandKind;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import java.util.Optional;

/**
 * A consumer that holds something, and the command that changed it last.
 *
 * @param changedAt where that command is in the log
 * @param changedAtMs when it took effect, by the region's log: later than its own record's time if it had waited behind
 *     a stopped record, or if the broker's clock had gone back
 * @param origin who sent it, as far as its record says so
 */
public record HeldConsumer(
        Consumer consumer,
        Holding holding,
        Position changedAt,
        long changedAtMs,
        CommandKind commandKind,
        Optional<Origin> origin) {
    public ConsumerId id() {
        return consumer.id();
    }
}
