package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.CommandKind;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * Why a consumer has what it has: the command that gave it that, and what else was possible then.
 *
 * @param position where the command was decided
 * @param decidedIn the last command before it in the region, which made the state that it was decided in; empty if it
 *     was the first
 * @param reason why the command was sent, where its sender has said so
 * @param has what the consumer has by it; nothing if the command took all from it
 * @param had what it had before, which that displaced
 * @param others the other consumers of the same command, as many as are told
 * @param otherCount how many there are
 * @param alternatives where else the amounts could have been had; none of a command that is no claim
 * @param freeDevices how many devices each host of a device had free before
 */
public record Why(
        ConsumerId consumer,
        Position position,
        CommandKind commandKind,
        CommandId commandId,
        Optional<Origin> origin,
        Optional<String> reason,
        Optional<Position> decidedIn,
        Holding has,
        Holding had,
        ImmutableList<Other> others,
        int otherCount,
        Alternatives alternatives,
        ImmutableSortedMap<ProviderId, Long> freeDevices) {
    /** How many other consumers of the command are told. */
    public static final int OTHERS_MAX = 20;

    /** How a claim chooses devices, and that it chooses no provider: whoever claims names those. */
    public static final String DEVICE_ORDER =
            "by request in the order of the claim; from the pools that serve it best; the lowest address first";

    /** Another consumer that the same command changed. */
    public record Other(ConsumerId consumer, Holding had, Holding has) {}
}
