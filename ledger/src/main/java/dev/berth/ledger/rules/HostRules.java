package dev.berth.ledger.rules;

import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.HostReported;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Optional;

/**
 * The rules of host reports. A report is a full snapshot and needs no generation: the agent is the authority for what
 * it vouches for. What others have put into the host's tree, providers or traits, it leaves alone; what is in use stays
 * until it is released.
 */
final class HostRules {
    private HostRules() {}

    static Outcome decide(LedgerView view, ReportHost command) {
        HostChanges changes = new HostChanges(view, command);
        return obstacle(view, command)
                .or(changes::obstacle)
                .or(() -> DeviceRules.uncounted(view, command))
                .map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(changes.events()));
    }

    private static Optional<Refusal> obstacle(LedgerView view, ReportHost command) {
        for (ReportedProvider reported : command.providers()) {
            Optional<Refusal> obstacle = misnamed(view, reported).or(() -> unknown(view, reported));
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> misnamed(LedgerView view, ReportedProvider reported) {
        Optional<ProviderId> namesake = view.providerNamed(reported.name());
        return namesake.isPresent() && !namesake.get().equals(reported.provider())
                ? Optional.of(Refusal.ofName(Rejection.DUPLICATE_PROVIDER_NAME, reported.provider(), reported.name()))
                : Optional.empty();
    }

    /** Custom names are made on the way; a well-known name that is not known is a mistake. */
    private static Optional<Refusal> unknown(LedgerView view, ReportedProvider reported) {
        for (ResourceClass resourceClass : reported.inventories().keySet()) {
            if (!resourceClass.isCustom() && !view.isKnown(resourceClass)) {
                return Optional.of(Refusal.of(Rejection.RESOURCE_CLASS_NOT_FOUND, reported.provider(), resourceClass));
            }
            if (reported.inventories().get(resourceClass).reserved()
                    > reported.inventories().get(resourceClass).total()) {
                return Optional.of(Refusal.of(Rejection.RESERVED_EXCEEDS_TOTAL, reported.provider(), resourceClass));
            }
        }
        for (Trait trait : reported.traits()) {
            if (!trait.isCustom() && !view.isKnown(trait)) {
                return Optional.of(Refusal.of(Rejection.TRAIT_NOT_FOUND, trait));
            }
        }
        return Optional.empty();
    }

    static RegionEdit evolve(RegionEdit edit, HostReported event) {
        return edit.put(new HostReport(event.host(), event.vouched(), event.cells()));
    }
}
