package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;
import java.util.UUID;

/**
 * What a claim by a new consumer would come to in a view, found by deciding it: searches offer what a claim is granted
 * because they ask the same rules. Nothing is changed. Any thread may call it.
 */
public final class ClaimDryRun {
    private static final CommandId NO_COMMAND = new CommandId(new UUID(0, 0));

    private ClaimDryRun() {}

    /** The outcome of a claim of these amounts with these devices as well. */
    public static Outcome of(LedgerView view, Allocations allocations, DeviceClaim devices) {
        return of(view, claim(view, allocations).withDevices(devices));
    }

    /** The outcome of a claim of these amounts and nothing else. */
    public static Outcome of(LedgerView view, Allocations allocations) {
        return of(view, claim(view, allocations));
    }

    private static Outcome of(LedgerView view, ConsumerClaim claim) {
        return AllocationRules.decide(view, new ClaimAllocations(NO_COMMAND, ImmutableList.of(claim)));
    }

    private static ConsumerClaim claim(LedgerView view, Allocations allocations) {
        return new ConsumerClaim(nobody(view), ExpectedConsumer.ABSENT, "", "", Optional.empty(), allocations);
    }

    /** The lowest id that no consumer has. */
    private static ConsumerId nobody(LedgerView view) {
        ConsumerId nobody = new ConsumerId(new UUID(0, 0));
        for (long low = 1; view.consumer(nobody).isPresent(); low++) {
            nobody = new ConsumerId(new UUID(0, low));
        }
        return nobody;
    }
}
