package dev.berth.console;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Origin;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;

/**
 * Hosts with processors, memory and a card, and three quarters of an hour in which things were claimed, refused and
 * released, the same for the same number. Every fourth host has a card of 4 GPUs, the others one of 8 VFs.
 */
final class TestingFleet {
    static final ResourceClass VCPU = ResourceClass.of("VCPU");
    static final ResourceClass MEMORY = ResourceClass.of("MEMORY_MB");
    static final ResourceClass VF = ResourceClass.of("SRIOV_NET_VF");
    static final ResourceClass GPU = ResourceClass.of("PGPU");
    static final int VCPUS = 64;

    private static final long MINUTES_MS = 60_000;

    private final int hosts;
    private final Random dice;
    private final List<ConsumerId> consumers = new ArrayList<>();
    private final DirectCommandLog log;
    private long nowMs;
    private long ids;

    TestingFleet(int hosts) {
        this(hosts, 20_260_101);
    }

    TestingFleet(int hosts, long seed) {
        this.hosts = hosts;
        this.dice = new Random(seed);
        this.nowMs = System.currentTimeMillis() - 50 * MINUTES_MS;
        this.log = new DirectCommandLog(() -> nowMs);
        for (int host = 0; host < hosts; host++) {
            report(host);
            nowMs += 2 * MINUTES_MS / hosts;
        }
        int claims = 4 * hosts;
        for (int claim = 0; claim < claims; claim++) {
            nowMs += 44 * MINUTES_MS / claims;
            happen();
        }
        nowMs = System.currentTimeMillis();
    }

    DirectCommandLog log() {
        return log;
    }

    /** When the next command is appended. */
    void setNow(long timeMs) {
        nowMs = timeMs;
    }

    long nowMs() {
        return nowMs;
    }

    static ProviderId host(int number) {
        return new ProviderId(new UUID(0x0000_0001_0000_4000L, 0x8000_0000_0000_0000L + number));
    }

    static ProviderId card(int number) {
        return new ProviderId(new UUID(0x0000_0002_0000_4000L, 0x8000_0000_0000_0000L + number));
    }

    static boolean hasGpus(int host) {
        return host % 4 == 0;
    }

    static String name(int host) {
        return "cn" + (host + 1);
    }

    private void report(int host) {
        boolean hasGpus = hasGpus(host);
        List<PciDevice> devices = new ArrayList<>();
        for (int device = 0; device < (hasGpus ? 4 : 8); device++) {
            devices.add(device(host, device, hasGpus));
        }
        submit(new ReportHost(
                id(),
                host(host),
                ImmutableList.of(
                        new ReportedProvider(
                                host(host),
                                name(host),
                                Optional.empty(),
                                ImmutableSortedMap.of(
                                        VCPU,
                                        new InventoryRecord(VCPUS, 4, 1, VCPUS, 1, 2.0),
                                        MEMORY,
                                        new InventoryRecord(262_144, 8_192, 1, 262_144, 1, 1.0)),
                                ImmutableSortedSet.of(Trait.of("HW_CPU_X86_AVX2"))),
                        new ReportedProvider(
                                card(host),
                                name(host) + (hasGpus ? "_gpu" : "_nic"),
                                Optional.of(host(host)),
                                ImmutableSortedMap.of(hasGpus ? GPU : VF, InventoryRecord.of(devices.size())),
                                ImmutableSortedSet.of())),
                ImmutableSortedMap.of(),
                ImmutableList.copyOf(devices)));
    }

    private static PciDevice device(int host, int device, boolean isGpu) {
        return new PciDevice(
                PciAddress.of((isGpu ? "0000:41:00." : "0000:81:00.") + device),
                isGpu ? "10de" : "8086",
                isGpu ? "20b0" : "154c",
                isGpu ? DeviceType.PCI : DeviceType.VF,
                isGpu ? Optional.empty() : Optional.of(PciAddress.of("0000:80:00.0")),
                OptionalInt.of(device % 2),
                ImmutableSortedMap.of("resource_class", AttributeValue.of((isGpu ? GPU : VF).name())),
                ImmutableSortedMap.of(),
                Optional.of(card(host)));
    }

    private void happen() {
        int what = dice.nextInt(100);
        // Low numbers are more likely, so that some hosts are full and others empty. Nothing happens to the last four.
        int host = (int) (Math.max(1, hosts - 4) * Math.pow(dice.nextDouble(), 1.6));
        if (what < 14 && !consumers.isEmpty()) {
            release(consumers.remove(dice.nextInt(consumers.size())));
        } else if (what < 15) {
            submit(new DrainHost(id(), host(host), "a fan is replaced"));
        } else if (what < 17) {
            submit(new ChangeDevice(
                    id(),
                    host(host),
                    PciAddress.of(hasGpus(host) ? "0000:41:00.3" : "0000:81:00.7"),
                    ChangeDevice.Action.FAIL,
                    Optional.of("link errors")));
        } else {
            long memory = 4_096L << dice.nextInt(4);
            claim(host, 2L << dice.nextInt(5), memory, dice.nextInt(3));
        }
    }

    /** Claims on a host for a new consumer. */
    ConsumerId claim(int host, long vcpus, long memory, long devices) {
        ConsumerId consumer = new ConsumerId(new UUID(0x0000_0003_0000_4000L, 0x8000_0000_0000_0000L + ids++));
        Allocations.Builder wanted =
                Allocations.builder().add(host(host), VCPU, vcpus).add(host(host), MEMORY, memory);
        if (devices > 0) {
            wanted.add(card(host), hasGpus(host) ? GPU : VF, devices);
        }
        Decision decision = submit(new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        consumer,
                        ExpectedConsumer.ABSENT,
                        "project-" + (ids % 7),
                        "user-" + (ids % 5),
                        Optional.empty(),
                        wanted.build()))));
        if (decision.outcome().refusal().isEmpty()) {
            consumers.add(consumer);
        }
        return consumer;
    }

    void release(ConsumerId consumer) {
        submit(new ReleaseAllocations(id(), consumer, Optional.empty(), Optional.empty()));
    }

    private Decision submit(Command command) {
        Origin origin = new Origin(
                Optional.of(Origin.HTTP),
                Optional.of("req-" + ids),
                Optional.empty(),
                Optional.of("nova"),
                Optional.of("service"),
                ImmutableSortedSet.of("service"),
                Optional.empty(),
                Optional.empty());
        return log.submit(Region.DEFAULT, Sent.of(command).withOrigin(origin))
                .toCompletableFuture()
                .join();
    }

    private CommandId id() {
        return new CommandId(new UUID(dice.nextLong(), dice.nextLong()));
    }
}
