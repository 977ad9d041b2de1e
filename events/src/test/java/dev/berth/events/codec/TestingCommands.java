package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;

/** The command that tests take when any will do. */
final class TestingCommands {
    static final ClaimAllocations CLAIM = new ClaimAllocations(
            CommandId.of("00000000-0000-4000-8000-00000000c0de"),
            ImmutableList.of(new ConsumerClaim(
                    ConsumerId.of("00000000-0000-4000-8000-000000000001"),
                    ExpectedConsumer.atGeneration(3),
                    "admin",
                    "ada",
                    Optional.of(new ConsumerType("INSTANCE")),
                    Allocations.of(
                            ProviderId.of("00000000-0000-4000-8000-000000000002"),
                            ImmutableSortedMap.of(
                                    ResourceClass.of("VCPU"), 2L, ResourceClass.of("MEMORY_MB"), 4096L)))));

    private TestingCommands() {}
}
