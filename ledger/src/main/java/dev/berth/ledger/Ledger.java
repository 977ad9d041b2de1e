package dev.berth.ledger;

import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.event.FlavorCreated;
import dev.berth.events.event.FlavorDeleted;
import dev.berth.events.event.FlavorReplaced;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.RecordSkipped;
import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.ResourceClassDeleted;
import dev.berth.events.event.ResourceClassRenamed;
import dev.berth.events.event.RulesActivated;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import java.util.Optional;

/**
 * The law: {@code decide} says what a command comes to, {@code evolve} what an event makes of the state, {@code apply} is the two
 * together. Projector, auditor, tests and simulator all call the same. The rules are in the classes named for them. Stateless: any
 * thread may call it.
 */
public final class Ledger {
    private Ledger() {}

    /** What came of one command, the region after it, and what in it has changed. */
    public record Step(Decision decision, RegionView after, Touched touched) {}

    /** Decides a command and applies what follows from it, by the rules that this program knows. The given view stays as it is. */
    public static Step apply(RegionView before, Position position, Command command) {
        return apply(RuleBook.STANDARD, before, new LogEntry.Readable(position, command, Sha256.NONE));
    }

    /** The same for a record of the log, which must not be unreadable. */
    public static Step apply(RegionView before, LogEntry entry) {
        return apply(RuleBook.STANDARD, before, entry);
    }

    static Step apply(RuleBook rules, RegionView before, LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable) {
            return step(
                    before,
                    readable,
                    readable.command().commandId(),
                    readable.command().kind(),
                    rules.decide(before, readable.position(), readable.command()),
                    Optional.of(readable.sent()));
        }
        if (entry instanceof LogEntry.Malformed malformed) {
            return step(
                    before,
                    malformed,
                    malformed.commandId(),
                    malformed.commandKind(),
                    FirstRules.decide(before, malformed),
                    Optional.empty());
        }
        throw new IllegalStateException("expected a record with a command but got " + entry);
    }

    /** Passes the record at which a region stands. No rule is asked, for it may be the rules that broke. */
    static Step skip(RegionView before, LogEntry.Readable entry) {
        SkipRecord command = (SkipRecord) entry.command();
        Outcome passed = Outcome.accepted(new RecordSkipped(command.offset()));
        return step(before, entry, command.commandId(), command.kind(), passed, Optional.empty());
    }

    private static Step step(
            RegionView before, LogEntry entry, CommandId id, CommandKind kind, Outcome outcome, Optional<Sent> sent) {
        RegionEdit edit = new RegionEdit(before);
        for (Event event : outcome.events()) {
            evolve(edit, entry.position(), event);
        }
        int rulesVersion = before.rulesVersion().number();
        Chain chain =
                before.chain().with(before.region(), entry.position(), entry.hash(), id, kind, rulesVersion, outcome);
        edit.decided(
                entry.position(), id, chain, sent.flatMap(each -> answered(edit, entry.position(), each, outcome)));
        Decision decision = new Decision(entry.position(), id, kind, rulesVersion, outcome, chain.head());
        return new Step(decision, edit.view(), edit.touched());
    }

    /** What is to be remembered of a command with an idempotency key. */
    private static Optional<RecentCommands.Answered> answered(
            LedgerView after, Position position, Sent sent, Outcome outcome) {
        return sent.request()
                .map(request ->
                        new RecentCommands.Answered(request, Replies.of(after, position, sent.command(), outcome)));
    }

    /** What the command comes to in this view. Reads only. */
    public static Outcome decide(LedgerView view, Position position, Command command) {
        return RuleBook.STANDARD.decide(view, position, command);
    }

    /** The view after the event. */
    public static RegionView evolve(RegionView view, Position position, Event event) {
        return evolve(new RegionEdit(view), position, event).view();
    }

    /** Makes the event true. It never refuses: what cannot be so is a bug, and a throw. */
    static RegionEdit evolve(RegionEdit edit, Position position, Event event) {
        long nowMs = position.timestampMs();
        return switch (event.kind()) {
            case PROVIDER_CREATED -> ProviderRules.evolve(edit, nowMs, (ProviderCreated) event);
            case PROVIDER_UPDATED -> ProviderRules.evolve(edit, nowMs, (ProviderUpdated) event);
            case PROVIDER_DELETED -> ProviderRules.evolve(edit, (ProviderDeleted) event);
            case INVENTORIES_REPLACED -> InventoryRules.evolve(edit, nowMs, (InventoriesReplaced) event);
            case TRAITS_REPLACED -> ProviderRules.evolve(edit, nowMs, (TraitsReplaced) event);
            case AGGREGATES_REPLACED -> ProviderRules.evolve(edit, nowMs, (AggregatesReplaced) event);
            case GENERATIONS_ADVANCED -> ProviderRules.evolve(edit, nowMs, (GenerationsAdvanced) event);
            case ALLOCATIONS_CLAIMED -> AllocationRules.evolve(edit, nowMs, (AllocationsClaimed) event);
            case ALLOCATIONS_RELEASED -> AllocationRules.evolve(edit, (AllocationsReleased) event);
            case TRAIT_CREATED -> CatalogueRules.evolve(edit, nowMs, (TraitCreated) event);
            case TRAIT_DELETED -> CatalogueRules.evolve(edit, (TraitDeleted) event);
            case RESOURCE_CLASS_CREATED -> CatalogueRules.evolve(edit, nowMs, (ResourceClassCreated) event);
            case RESOURCE_CLASS_RENAMED -> CatalogueRules.evolve(edit, nowMs, (ResourceClassRenamed) event);
            case RESOURCE_CLASS_DELETED -> CatalogueRules.evolve(edit, (ResourceClassDeleted) event);
            case HOST_REPORTED -> HostRules.evolve(edit, (HostReported) event);
            case DEVICES_REPORTED -> DeviceRules.evolve(edit, (DevicesReported) event);
            case DEVICES_CLAIMED -> DeviceRules.evolve(edit, (DevicesClaimed) event);
            case DEVICES_FREED -> DeviceRules.evolve(edit, (DevicesFreed) event);
            case FLAVOR_CREATED -> FlavorRules.evolve(edit, (FlavorCreated) event);
            case FLAVOR_REPLACED -> FlavorRules.evolve(edit, (FlavorReplaced) event);
            case FLAVOR_DELETED -> FlavorRules.evolve(edit, (FlavorDeleted) event);
            case RULES_ACTIVATED -> edit.rules(new RulesVersion(((RulesActivated) event).rulesVersion()));
            case RECORD_SKIPPED -> edit;
        };
    }
}
