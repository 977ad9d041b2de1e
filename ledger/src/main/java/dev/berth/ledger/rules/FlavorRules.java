package dev.berth.ledger.rules;

import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.FlavorCreated;
import dev.berth.events.event.FlavorDeleted;
import dev.berth.events.event.FlavorReplaced;
import dev.berth.events.model.PciFlavor;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Optional;

/**
 * The rules of PCI flavors. One in use may be changed or deleted: claims keep what it meant when they were accepted,
 * and only new requests see the change.
 */
final class FlavorRules {
    private FlavorRules() {}

    static Outcome decide(LedgerView view, CreateFlavor command) {
        String name = command.flavor().name();
        return view.flavor(name).isPresent()
                ? Outcome.refused(Refusal.ofFlavor(Rejection.FLAVOR_EXISTS, name))
                : Outcome.accepted(new FlavorCreated(command.flavor().withGeneration(0)));
    }

    static Outcome decide(LedgerView view, ReplaceFlavor command) {
        String name = command.flavor().name();
        Optional<PciFlavor> known = view.flavor(name);
        if (known.isEmpty()) {
            return Outcome.refused(Refusal.ofFlavor(Rejection.FLAVOR_NOT_FOUND, name));
        }
        long generation = known.get().generation();
        if (generation != command.expectedGeneration()) {
            return Outcome.refused(Refusal.ofFlavor(Rejection.FLAVOR_GENERATION_CONFLICT, name)
                    .withGenerations(command.expectedGeneration(), generation));
        }
        return Outcome.accepted(new FlavorReplaced(command.flavor().withGeneration(generation + 1)));
    }

    static Outcome decide(LedgerView view, DeleteFlavor command) {
        return view.flavor(command.name()).isPresent()
                ? Outcome.accepted(new FlavorDeleted(command.name()))
                : Outcome.refused(Refusal.ofFlavor(Rejection.FLAVOR_NOT_FOUND, command.name()));
    }

    static RegionEdit evolve(RegionEdit edit, FlavorCreated event) {
        return edit.put(event.flavor());
    }

    static RegionEdit evolve(RegionEdit edit, FlavorReplaced event) {
        return edit.put(event.flavor());
    }

    static RegionEdit evolve(RegionEdit edit, FlavorDeleted event) {
        return edit.removeFlavor(event.name());
    }
}
