package dev.berth.api.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What is sent to a region whose hosts fill up to a number of live consumers, and then change: one goes for each that
 * comes. The same seed sends the same.
 */
final class BusyRegion {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");

    private final SplittableRandom random;
    private final int hosts;
    private final int liveMax;
    private final List<ConsumerId> live = new ArrayList<>();
    private int sent;

    BusyRegion(long seed, int hosts, int liveMax) {
        this.random = new SplittableRandom(seed);
        this.hosts = hosts;
        this.liveMax = liveMax;
    }

    static ProviderId host(int number) {
        return new ProviderId(new UUID(0x1000, number));
    }

    Command next() {
        int number = sent++;
        CommandId id = new CommandId(new UUID(1, number));
        if (number < 2 * hosts) {
            ProviderId host = host(number / 2);
            return number % 2 == 0
                    ? new CreateProvider(id, host, "host" + number / 2, Optional.empty())
                    : new ReplaceInventories(id, host, OptionalLong.empty(), inventories());
        }
        boolean isFull = live.size() >= liveMax;
        if (isFull && random.nextBoolean() || live.size() > liveMax + 100) {
            int at = random.nextInt(live.size());
            ConsumerId gone = live.get(at);
            live.set(at, live.get(live.size() - 1));
            live.remove(live.size() - 1);
            return new ReleaseAllocations(id, gone);
        }
        ConsumerId consumer = new ConsumerId(new UUID(random.nextLong(), number));
        live.add(consumer);
        ProviderId host = host(random.nextInt(hosts));
        Allocations taken = Allocations.builder()
                .add(host, VCPU, random.nextInt(1, 4))
                .add(host, MEMORY_MB, 1024)
                .add(host, DISK_GB, 10)
                .build();
        return new ClaimAllocations(
                id,
                ImmutableList.of(new ConsumerClaim(
                        consumer,
                        ExpectedConsumer.ABSENT,
                        "project" + random.nextInt(200),
                        "user",
                        Optional.empty(),
                        taken)));
    }

    private ImmutableSortedMap<ResourceClass, InventoryRecord> inventories() {
        // Room enough that chance refuses few.
        long places = 4L * liveMax / hosts;
        return ImmutableSortedMap.of(
                VCPU,
                InventoryRecord.of(4 * places),
                MEMORY_MB,
                InventoryRecord.of(1024 * places),
                DISK_GB,
                InventoryRecord.of(10 * places));
    }
}
