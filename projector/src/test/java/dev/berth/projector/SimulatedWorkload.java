package dev.berth.projector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.SimulatedViolation.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is asked of one region: claims and releases on a few hosts, of which it keeps books of its own; or all that
 * {@link RandomCommands} knows. For one thread.
 */
final class SimulatedWorkload {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final int HOSTS = 6;
    private static final int CONSUMERS = 40;
    private static final int CAPACITY = 12;

    private final SplittableRandom random;
    private final int number;
    private final Optional<RandomCommands> anything;
    private final Map<ConsumerId, Allocated> held = new TreeMap<>();
    private final long[] used = new long[HOSTS];
    private int commands;

    private record Allocated(int host, long amount) {}

    SimulatedWorkload(SplittableRandom random, int number, boolean isOfAnything) {
        this.random = random;
        this.number = number;
        this.anything =
                isOfAnything ? Optional.of(new RandomCommands(random.nextLong(), new Symbols())) : Optional.empty();
    }

    /** Whether no command is sent by two clients. */
    boolean areIdsOfOneSender() {
        return anything.isEmpty();
    }

    private CommandId id() {
        return new CommandId(new UUID(0x7000 + number, commands++));
    }

    private static ProviderId host(int host) {
        return new ProviderId(new UUID(1, host));
    }

    /** What is there before anybody comes. */
    List<Command> beginning() {
        List<Command> all = new ArrayList<>();
        for (int host = 0; host < HOSTS && anything.isEmpty(); host++) {
            all.add(new CreateProvider(id(), host(host), "cn" + host, Optional.empty()));
            all.add(new ReplaceInventories(
                    id(), host(host), OptionalLong.of(0), ImmutableSortedMap.of(VCPU, InventoryRecord.of(CAPACITY))));
        }
        return all;
    }

    /** What somebody asks who sees this. */
    Command next(RegionView view) {
        if (anything.isPresent()) {
            return anything.get().next(view);
        }
        ConsumerId consumer = new ConsumerId(new UUID(2, random.nextInt(CONSUMERS)));
        boolean isHeld = view.consumer(consumer).isPresent();
        return isHeld != (random.nextInt(10) == 0)
                ? new ReleaseAllocations(id(), consumer)
                : new ClaimAllocations(
                        id(),
                        ImmutableList.of(new ConsumerClaim(
                                consumer,
                                ExpectedConsumer.ABSENT,
                                "project",
                                "user",
                                Optional.empty(),
                                Allocations.of(host(random.nextInt(HOSTS)), VCPU, 1 + random.nextInt(4)))));
    }

    /** A command has come to this; the books say whether it may. */
    void decided(Command command, Decision decision) {
        if (anything.isPresent() || SimulatedTruth.isDuplicate(decision)) {
            return;
        }
        boolean isGranted = decision.outcome().refusal().isEmpty();
        if (command instanceof ClaimAllocations claims) {
            ConsumerClaim claim = claims.claims().get(0);
            for (int host = 0; host < HOSTS; host++) {
                long amount = claim.allocations().amount(host(host), VCPU);
                if (amount > 0) {
                    boolean hasRoom = !held.containsKey(claim.consumer()) && used[host] + amount <= CAPACITY;
                    if (isGranted != hasRoom) {
                        throw new SimulatedViolation(
                                Promise.NO_OVERCOMMIT,
                                decision + " of " + claim + " with " + used[host] + " of " + CAPACITY + " used");
                    }
                    if (isGranted) {
                        used[host] += amount;
                        held.put(claim.consumer(), new Allocated(host, amount));
                    }
                }
            }
        } else if (command instanceof ReleaseAllocations release) {
            Allocated gone = held.remove(release.consumer());
            if (gone != null) {
                used[gone.host()] -= gone.amount();
            }
        }
    }
}
