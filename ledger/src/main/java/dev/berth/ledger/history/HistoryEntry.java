package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import java.util.Optional;

/**
 * What one command did to a subject, or would have done.
 *
 * @param origin who sent the command, as far as the record says so; nothing proves it
 * @param reason why the command was sent, where its sender has said so
 * @param refusal why it was refused; nothing has changed then
 * @param changes what has changed; at least one thing unless it was refused
 */
public record HistoryEntry(
        Position position,
        CommandKind commandKind,
        CommandId commandId,
        Optional<Origin> origin,
        Optional<String> reason,
        Optional<Refusal> refusal,
        ImmutableList<FieldChange> changes) {}
