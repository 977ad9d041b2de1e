package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.SeenConsumer;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.Event;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.claim.ClaimRoom;
import dev.berth.ledger.claim.DeviceRoom;
import dev.berth.ledger.claim.DrainedTrees;
import dev.berth.ledger.claim.GuestRoom;
import dev.berth.ledger.claim.UnitRoom;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of claims. A claim replaces all that its consumer holds; several claims in one command are judged as if all
 * their consumers had let go of everything first, and happen together or not at all.
 */
final class AllocationRules {
    private AllocationRules() {}

    static Outcome decide(LedgerView view, ClaimAllocations command) {
        ImmutableList<ConsumerClaim> claims = command.claims().stream()
                .map(claim -> GuestRoom.withoutUnits(view, claim))
                .collect(ImmutableList.toImmutableList());
        DeviceRoom devices = new DeviceRoom(view);
        ClaimRoom amounts = new ClaimRoom(view, claims);
        Optional<Refusal> obstacle = unknownParty(view, command.claims())
                .or(() -> unknownClass(view, command.claims()))
                .or(() -> new DrainedTrees(view, claims).newcomer())
                .or(amounts::shortage)
                .or(() -> devices.shortage(claims));
        if (obstacle.isPresent()) {
            return Outcome.refused(obstacle.get());
        }
        GuestRoom guests = new GuestRoom(view, devices, command.claims());
        return claims.stream()
                        .anyMatch(claim ->
                                claim.devices().isPresent() || claim.cells().isPresent())
                ? withGuests(view, claims, devices, guests, new UnitRoom(amounts, devices, claims))
                : granted(view, claims, devices, guests);
    }

    /** Serves what is asked for beside the amounts; devices that are counted add to them. */
    private static Outcome withGuests(
            LedgerView view,
            ImmutableList<ConsumerClaim> stated,
            DeviceRoom devices,
            GuestRoom guests,
            UnitRoom units) {
        ImmutableList.Builder<ConsumerClaim> whole = ImmutableList.builder();
        for (ConsumerClaim claim : stated) {
            Optional<Refusal> unserved = guests.serve(claim, units);
            if (unserved.isPresent()) {
                return Outcome.refused(unserved.get());
            }
            whole.add(claim.withAllocations(guests.withUnits(claim)));
        }
        ImmutableList<ConsumerClaim> claims = whole.build();
        DrainedTrees drained = new DrainedTrees(view, claims);
        Optional<Refusal> obstacle = unknownParty(view, claims)
                .or(drained::newcomer)
                .or(() -> drained.newcomer(devices.freed(), devices.taken()))
                .or(() -> new ClaimRoom(view, claims).shortage());
        return obstacle.isPresent() ? Outcome.refused(obstacle.get()) : granted(view, claims, devices, guests);
    }

    private static Outcome granted(
            LedgerView view, ImmutableList<ConsumerClaim> claims, DeviceRoom devices, GuestRoom guests) {
        // From here on it succeeds.
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        events.addAll(devices.passedOn());
        events.addAll(devices.freed());
        events.addAll(claimed(view, claims, guests));
        events.addAll(devices.taken());
        events.addAll(CleaningMarks.missing(view, devices.devices(), devices.soiled()));
        ImmutableSortedMap<ProviderId, Long> generations = advancedGenerations(view, claims);
        if (!generations.isEmpty()) {
            events.add(new GenerationsAdvanced(generations));
        }
        return Outcome.accepted(events.build());
    }

    /** A consumer that is not as its writer believes, or a provider that does not exist. */
    static Optional<Refusal> unknownParty(LedgerView view, List<ConsumerClaim> claims) {
        for (ConsumerClaim claim : claims) {
            Optional<Refusal> conflict = conflict(view.consumer(claim.consumer()), claim);
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        for (ConsumerClaim claim : claims) {
            for (ProviderAmounts taken : claim.allocations().byProvider()) {
                if (view.provider(taken.provider()).isEmpty()) {
                    return Optional.of(Refusal.of(Rejection.PROVIDER_NOT_FOUND, taken.provider()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> conflict(Optional<Consumer> consumer, ConsumerClaim claim) {
        Optional<Long> actual = consumer.map(Consumer::generation);
        Optional<Long> expected;
        if (claim.expected() instanceof ExpectedConsumer.AtGeneration at) {
            expected = Optional.of(at.generation());
        } else if (claim.expected() instanceof ExpectedConsumer.Absent) {
            expected = Optional.empty();
        } else {
            return Optional.empty();
        }
        if (actual.equals(expected)) {
            return Optional.empty();
        }
        // "null" is how the API writes the generation of a consumer that does not exist (1.28).
        return Optional.of(Refusal.of(Rejection.CONSUMER_GENERATION_CONFLICT, claim.consumer())
                .withGenerations(
                        expected.map(Object::toString).orElse("null"),
                        actual.map(Object::toString).orElse("null")));
    }

    static Optional<Refusal> unknownClass(LedgerView view, List<ConsumerClaim> claims) {
        for (ConsumerClaim claim : claims) {
            for (ProviderAmounts taken : claim.allocations().byProvider()) {
                for (ResourceClass resourceClass : taken.amounts().keySet()) {
                    if (!view.isKnown(resourceClass)) {
                        return Optional.of(
                                Refusal.of(Rejection.RESOURCE_CLASS_NOT_FOUND, taken.provider(), resourceClass));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What the claims, which have been found good, make of their consumers. */
    static ImmutableList<Event> claimed(LedgerView view, List<ConsumerClaim> claims, GuestRoom guests) {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        for (ConsumerClaim claim : claims) {
            Optional<Consumer> consumer = view.consumer(claim.consumer());
            if (!claim.allocations().isEmpty()) {
                events.add(new AllocationsClaimed(
                        claim.consumer(),
                        consumer.map(Consumer::generation).orElse(0L) + 1,
                        claim.projectId(),
                        claim.userId(),
                        claim.type().or(() -> consumer.flatMap(Consumer::type)),
                        claim.allocations(),
                        guests.placementOf(claim.consumer())));
            } else if (consumer.isPresent()) {
                events.add(new AllocationsReleased(claim.consumer()));
            }
        }
        return events.build();
    }

    /**
     * The generations of the providers after the claims. A provider advances once if a claim names it, or if a claim
     * that gives everything back releases it; one that a claim merely does not name any more does not advance, as in
     * Placement.
     */
    static ImmutableSortedMap<ProviderId, Long> advancedGenerations(LedgerView view, List<ConsumerClaim> claims) {
        TreeSet<ProviderId> named = new TreeSet<>();
        for (ConsumerClaim claim : claims) {
            Allocations taken = claim.allocations().isEmpty()
                    ? view.consumer(claim.consumer()).map(Consumer::allocations).orElse(Allocations.NONE)
                    : claim.allocations();
            taken.forEach((provider, amounts) -> named.add(provider));
        }
        TreeMap<ProviderId, Long> generations = new TreeMap<>();
        for (ProviderId provider : named) {
            generations.put(provider, view.existing(provider).generation() + 1);
        }
        return ImmutableSortedMap.copyOfSorted(generations);
    }

    static Outcome decide(LedgerView view, ReleaseAllocations command) {
        ConsumerId consumer = command.consumer();
        Optional<Consumer> held = view.consumer(consumer);
        if (held.isEmpty()) {
            return Outcome.refused(Refusal.of(Rejection.CONSUMER_NOT_FOUND, consumer));
        }
        SeenConsumer now = new SeenConsumer(held.get().generation(), held.get().updatedAtMs());
        Optional<SeenConsumer> other = command.seen().filter(seen -> !seen.equals(now));
        if (other.isPresent()) {
            return Outcome.refused(Refusal.of(Rejection.CONSUMER_GENERATION_CONFLICT, consumer)
                    .withGenerations(other.get().generation(), now.generation())
                    .with(Fact.EXPECTED_UPDATED_AT_MS, other.get().updatedAtMs())
                    .with(Fact.ACTUAL_UPDATED_AT_MS, now.updatedAtMs()));
        }
        // From here on it succeeds.
        return Outcome.accepted(ImmutableList.<Event>builder()
                .addAll(DeviceRules.released(view, consumer))
                .add(new AllocationsReleased(consumer))
                .build());
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, AllocationsClaimed event) {
        long createdAtMs =
                edit.consumer(event.consumer()).map(Consumer::createdAtMs).orElse(nowMs);
        return edit.put(new Consumer(
                event.consumer(),
                event.generation(),
                event.projectId(),
                event.userId(),
                event.type(),
                event.allocations(),
                createdAtMs,
                nowMs,
                event.placement()));
    }

    static RegionEdit evolve(RegionEdit edit, AllocationsReleased event) {
        return edit.remove(event.consumer());
    }
}
