package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateResourceClass.IfExists;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.Event;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.claim.DeviceRoom;
import dev.berth.ledger.claim.DrainedTrees;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The rules of an import. A provider becomes what the ordinary writes would make of it, but for its generation, which
 * never falls. A consumer that is there already must be the same: whoever imports it again lets go of it first. Used by
 * one thread for one decision.
 */
final class ImportRules {
    private final RegionEdit after;
    private final Position position;
    private final CommandId command;
    private final ImmutableList.Builder<Event> events = ImmutableList.builder();
    private final TreeMap<ProviderId, Long> generations = new TreeMap<>();

    private ImportRules(LedgerView view, Position position, CommandId command) {
        this.after = view.edit();
        this.position = position;
        this.command = command;
    }

    static Outcome decide(LedgerView view, Position position, ImportFacts command) {
        ImportRules rules = new ImportRules(view, position, command.commandId());
        Optional<Refusal> unusable = rules.know(command);
        if (unusable.isPresent()) {
            return Outcome.refused(unusable.get());
        }
        for (ImportedProvider imported : command.providers()) {
            Optional<Refusal> obstacle = rules.take(imported);
            if (obstacle.isPresent()) {
                return Outcome.refused(obstacle.get());
            }
        }
        Optional<Refusal> obstacle = rules.take(command.consumers());
        return obstacle.isPresent() ? Outcome.refused(obstacle.get()) : rules.taken();
    }

    private Optional<Refusal> know(ImportFacts facts) {
        for (ResourceClass resourceClass : facts.resourceClasses()) {
            Optional<Refusal> refusal = happen(
                    CatalogueRules.decide(after, new CreateResourceClass(command, resourceClass, IfExists.ACCEPT)));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        for (Trait trait : facts.traits()) {
            Optional<Refusal> refusal = happen(CatalogueRules.decide(after, new CreateTrait(command, trait)));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> happen(Outcome outcome) {
        outcome.events().forEach(this::happen);
        return outcome.refusal();
    }

    private Optional<Refusal> take(ImportedProvider imported) {
        ProviderId id = imported.provider();
        Optional<Refusal> obstacle = obstacle(imported).or(() -> created(imported));
        if (obstacle.isEmpty() && !after.existing(id).inventories().equals(imported.inventories())) {
            obstacle = happen(
                    imported,
                    InventoryRules.decide(
                            after, new ReplaceInventories(command, id, OptionalLong.empty(), imported.inventories())));
        }
        obstacle = obstacle.or(() -> happen(
                        imported,
                        ProviderRules.decide(
                                after, new ReplaceTraits(command, id, OptionalLong.empty(), imported.traits()))))
                .or(() -> happen(
                        imported,
                        ProviderRules.decide(
                                after,
                                new ReplaceAggregates(command, id, OptionalLong.empty(), imported.aggregates()))));
        if (obstacle.isEmpty() && after.existing(id).generation() != imported.generation()) {
            generations.put(id, imported.generation());
        }
        return obstacle;
    }

    /** Why a provider that is there already cannot be the one that is imported. */
    private Optional<Refusal> obstacle(ImportedProvider imported) {
        Optional<Provider> known = after.provider(imported.provider());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (known.get().generation() > imported.generation()) {
            return Optional.of(ProviderRules.stale(known.get(), imported.generation()));
        }
        boolean isSame = known.get().name().equals(imported.name())
                && known.get().parent().equals(imported.parent());
        return isSame
                ? Optional.empty()
                : Optional.of(Refusal.ofName(Rejection.DUPLICATE_PROVIDER_ID, imported.provider(), imported.name()));
    }

    private Optional<Refusal> created(ImportedProvider imported) {
        return after.provider(imported.provider()).isPresent()
                ? Optional.empty()
                : happen(
                        imported,
                        ProviderRules.decide(
                                after,
                                new CreateProvider(command, imported.provider(), imported.name(), imported.parent())));
    }

    /** Takes what an ordinary write of the provider comes to. */
    private Optional<Refusal> happen(ImportedProvider imported, Outcome outcome) {
        outcome.events().forEach(event -> happen(inGeneration(event, imported)));
        return outcome.refusal();
    }

    private void happen(Event event) {
        Evolution.evolve(after, position, event);
        events.add(event);
    }

    /** The event with the generation that the provider is to have. */
    private static Event inGeneration(Event event, ImportedProvider imported) {
        long generation = imported.generation();
        if (event instanceof InventoriesReplaced replaced && replaced.provider().equals(imported.provider())) {
            return new InventoriesReplaced(replaced.provider(), generation, replaced.inventories());
        }
        if (event instanceof TraitsReplaced replaced && replaced.provider().equals(imported.provider())) {
            return new TraitsReplaced(replaced.provider(), generation, replaced.traits());
        }
        return event instanceof AggregatesReplaced replaced
                ? new AggregatesReplaced(replaced.provider(), generation, replaced.aggregates())
                : event;
    }

    private Optional<Refusal> take(ImmutableList<ImportedConsumer> consumers) {
        List<ImportedConsumer> newcomers = new ArrayList<>();
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        for (ImportedConsumer imported : consumers) {
            Optional<Consumer> known = after.consumer(imported.consumer());
            if (known.isPresent() && !isSame(known.get(), imported)) {
                return Optional.of(Refusal.of(Rejection.CONSUMER_GENERATION_CONFLICT, imported.consumer())
                        .withGenerations("null", Long.toString(known.get().generation())));
            }
            if (known.isEmpty()) {
                newcomers.add(imported);
                claims.add(claim(imported));
            }
        }
        ImmutableList<ConsumerClaim> claimed = claims.build();
        Optional<Refusal> obstacle = AllocationRules.unknownParty(after, claimed)
                .or(() -> AllocationRules.unknownClass(after, claimed))
                .or(() -> withoutInventory(claimed))
                .or(() -> new DrainedTrees(after, claimed).newcomer());
        if (obstacle.isPresent()) {
            return obstacle;
        }
        DeviceRoom devices = new DeviceRoom(after);
        Optional<Refusal> shortage = devices.shortage(claimed);
        if (shortage.isPresent()) {
            return shortage;
        }
        // From here on it succeeds.
        ImmutableList<Event> marks = CleaningMarks.missing(after, devices.devices(), devices.soiled());
        newcomers.forEach(imported -> happen(claimed(imported)));
        devices.taken().forEach(this::happen);
        marks.forEach(this::happen);
        return Optional.empty();
    }

    private static boolean isSame(Consumer known, ImportedConsumer imported) {
        return known.generation() == imported.generation()
                && known.projectId().equals(imported.projectId())
                && known.userId().equals(imported.userId())
                && known.type().equals(imported.consumerType())
                && known.allocations().equals(imported.allocations());
    }

    private static ConsumerClaim claim(ImportedConsumer imported) {
        return new ConsumerClaim(
                imported.consumer(),
                ExpectedConsumer.ABSENT,
                imported.projectId(),
                imported.userId(),
                imported.consumerType(),
                imported.allocations());
    }

    private static AllocationsClaimed claimed(ImportedConsumer imported) {
        return new AllocationsClaimed(
                imported.consumer(),
                imported.generation(),
                imported.projectId(),
                imported.userId(),
                imported.consumerType(),
                imported.allocations(),
                Optional.empty());
    }

    /** Whatever is used of a class, its provider has an inventory of it. */
    private Optional<Refusal> withoutInventory(ImmutableList<ConsumerClaim> claims) {
        for (ConsumerClaim claim : claims) {
            for (Allocation held : claim.allocations()) {
                if (!after.existing(held.provider()).inventories().containsKey(held.resourceClass())) {
                    return Optional.of(
                            Refusal.of(Rejection.NO_INVENTORY_TO_CLAIM, held.provider(), held.resourceClass())
                                    .with(Fact.CONSUMER, claim.consumer()));
                }
            }
        }
        return Optional.empty();
    }

    private Outcome taken() {
        return generations.isEmpty()
                ? Outcome.accepted(events.build())
                : Outcome.accepted(events.add(new GenerationsAdvanced(ImmutableSortedMap.copyOfSorted(generations)))
                        .build());
    }
}
