package dev.berth.projector.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.projector.Projector;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** Claims of new consumers on any of the providers that a region was given, each with room for all of them. */
final class Claims {
    private static final ImmutableSortedMap<ResourceClass, Long> AMOUNTS = ImmutableSortedMap.of(
            ResourceClass.of("VCPU"), 1L, ResourceClass.of("MEMORY_MB"), 256L, ResourceClass.of("DISK_GB"), 10L);

    private final Projector projector;
    private int providers = 1;

    Claims(Projector projector) {
        this.projector = projector;
    }

    /** Makes the providers of a region; all regions have as many. */
    void provide(Region region, int count) {
        providers = count;
        for (int i = 0; i < count; i++) {
            decided(region, new CreateProvider(id(), provider(i), "cn" + i, Optional.empty()));
            ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
            AMOUNTS.keySet().forEach(name -> inventories.put(name, InventoryRecord.of(Integer.MAX_VALUE)));
            decided(region, new ReplaceInventories(id(), provider(i), OptionalLong.of(0), inventories.build()));
        }
    }

    private void decided(Region region, Command command) {
        requireAccepted(projector
                .commandLog()
                .submit(region, command)
                .toCompletableFuture()
                .join());
    }

    CompletionStage<Void> submit(Region region) {
        Command claim = claim(ThreadLocalRandom.current().nextInt(providers));
        return projector.commandLog().submit(region, claim).thenAccept(Claims::requireAccepted);
    }

    /** One of them, to see how long it is. */
    static Command claim() {
        return claim(0);
    }

    private static Command claim(int provider) {
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        new ConsumerId(UUID.randomUUID()),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(provider(provider), AMOUNTS))));
    }

    private static void requireAccepted(Decision decision) {
        if (!(decision.outcome() instanceof Outcome.Accepted)) {
            throw new IllegalStateException("expected to be granted but got " + decision);
        }
    }

    /** One of those that a region was given. */
    static ProviderId provider(int number) {
        return new ProviderId(new UUID(1, number));
    }

    private static CommandId id() {
        return new CommandId(UUID.randomUUID());
    }
}
