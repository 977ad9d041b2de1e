package dev.berth.api.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Hosts, flat ones and such with few or very many NUMA cells, to which anything may happen that changes what answers
 * say of them; now and then there is storage that they share.
 */
final class RestlessRegion {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");
    private static final Trait AVX2 = Trait.of("HW_CPU_X86_AVX2");
    private static final Trait SHARES = Trait.of("MISC_SHARES_VIA_AGGREGATE");
    private static final AggregateId RACK = new AggregateId(new UUID(1, 1));
    private static final int CELLS = 3;
    private static final int CELLS_OF_A_LARGE_HOST = 40;

    private final BrokerlessServer server;
    private final SplittableRandom random;
    private final List<Host> hosts = new ArrayList<>();
    private final List<ConsumerId> consumers = new ArrayList<>();
    private final ProviderId storage;

    private record Host(ProviderId root, List<ProviderId> cells) {
        ProviderId ofCpus() {
            return cells.isEmpty() ? root : cells.get(0);
        }
    }

    RestlessRegion(BrokerlessServer server, long seed) {
        this.server = server;
        this.random = new SplittableRandom(seed);
        this.storage = id();
        decide(new CreateProvider(command(), storage, "storage", Optional.empty()));
        decide(new ReplaceTraits(command(), storage, OptionalLong.empty(), ImmutableSortedSet.of(SHARES)));
        decide(new ReplaceAggregates(command(), storage, OptionalLong.empty(), ImmutableSortedSet.of(RACK)));
    }

    void addHosts(int count) {
        for (int host = 0; host < count; host++) {
            addHost();
        }
    }

    /** A query and the version in which it is asked. */
    record Asked(String query, Microversion version) {}

    /**
     * What schedulers ask for again and again, of all hosts, of some, of few; the newest and some other version of
     * each.
     */
    List<Asked> queries() {
        List<Asked> queries = new ArrayList<>();
        ask(queries, 10, "resources=DISK_GB:1");
        ask(queries, 16, "resources=DISK_GB:1&limit=10");
        ask(queries, 17, "resources=DISK_GB:1,VCPU:1&required=HW_CPU_X86_AVX2");
        ask(queries, 25, "resources1=VCPU:1&resources2=VCPU:2&group_policy=isolate&limit=300");
        ask(queries, 25, "resources1=VCPU:1&resources2=DISK_GB:2&group_policy=none&limit=90");
        ask(queries, 16, "resources=DISK_GB:1&limit=70&shuffle=7");
        return queries;
    }

    private void ask(List<Asked> queries, int firstMinor, String query) {
        queries.add(new Asked(query, Microversion.MAX));
        queries.add(new Asked(query, new Microversion(random.nextInt(firstMinor, Microversion.MAX.minor()))));
    }

    /** Does a few things, most of them claims. */
    void change() {
        for (int change = random.nextInt(6); change > 0; change--) {
            Host host = hosts.get(random.nextInt(hosts.size()));
            switch (random.nextInt(10)) {
                case 0 -> decide(new ReplaceTraits(command(), host.root, OptionalLong.empty(), someTraits()));
                case 1 -> decide(new ReplaceInventories(command(), host.root, OptionalLong.empty(), stock(host)));
                case 2 -> addHost();
                case 3 -> replaceCell(host);
                case 4, 5 -> release();
                case 6 -> share();
                default -> claim(host);
            }
        }
    }

    private void addHost() {
        ProviderId root = id();
        decide(new CreateProvider(command(), root, root.toString(), Optional.empty()));
        List<ProviderId> cells = new ArrayList<>();
        int count = random.nextInt(20) == 0 ? CELLS_OF_A_LARGE_HOST : random.nextInt(2) * CELLS;
        for (int cell = 0; cell < count; cell++) {
            cells.add(addCell(root));
        }
        if (random.nextInt(10) == 0) {
            decide(new ReplaceAggregates(command(), root, OptionalLong.empty(), ImmutableSortedSet.of(RACK)));
        }
        Host host = new Host(root, cells);
        hosts.add(host);
        decide(new ReplaceInventories(command(), root, OptionalLong.empty(), stock(host)));
        decide(new ReplaceTraits(command(), root, OptionalLong.empty(), someTraits()));
    }

    private ProviderId addCell(ProviderId root) {
        ProviderId cell = id();
        decide(new CreateProvider(command(), cell, cell.toString(), Optional.of(root)));
        decide(new ReplaceInventories(
                command(), cell, OptionalLong.empty(), ImmutableSortedMap.of(VCPU, InventoryRecord.of(4))));
        return cell;
    }

    /** Another cell takes the place of one that is free: the host looks as before but for an id. */
    private void replaceCell(Host host) {
        if (!host.cells.isEmpty() && decide(new DeleteProvider(command(), host.ofCpus()))) {
            host.cells.set(0, addCell(host.root));
        }
    }

    /** Now there is storage to share, now there is none. */
    private void share() {
        InventoryRecord disk = InventoryRecord.of(random.nextInt(1, 5));
        decide(new ReplaceInventories(
                command(),
                storage,
                OptionalLong.empty(),
                random.nextInt(3) == 0 ? ImmutableSortedMap.of(DISK_GB, disk) : ImmutableSortedMap.of()));
    }

    private ImmutableSortedMap<ResourceClass, InventoryRecord> stock(Host host) {
        // Few have much: hosts fill up, and no two of these are alike.
        InventoryRecord disk =
                InventoryRecord.of(random.nextInt(3) == 0 ? random.nextInt(3, 300) : 1 + random.nextInt(3));
        return host.cells.isEmpty()
                ? ImmutableSortedMap.of(DISK_GB, disk, VCPU, InventoryRecord.of(4))
                : ImmutableSortedMap.of(DISK_GB, disk);
    }

    private ImmutableSortedSet<Trait> someTraits() {
        return random.nextInt(3) == 0 ? ImmutableSortedSet.of() : ImmutableSortedSet.of(AVX2);
    }

    private void claim(Host host) {
        ConsumerId consumer = new ConsumerId(uuid());
        Allocations allocations = Allocations.builder()
                .add(host.root, DISK_GB, 1)
                .add(host.cells.isEmpty() ? host.root : host.ofCpus(), VCPU, 1)
                .build();
        ConsumerClaim claim =
                new ConsumerClaim(consumer, ExpectedConsumer.ABSENT, "project", "user", Optional.empty(), allocations);
        if (decide(new ClaimAllocations(command(), ImmutableList.of(claim)))) {
            consumers.add(consumer);
        }
    }

    private void release() {
        if (!consumers.isEmpty()) {
            decide(new ReleaseAllocations(command(), consumers.remove(random.nextInt(consumers.size()))));
        }
    }

    /** Whether the command was taken: chance may ask for what cannot be. */
    private boolean decide(Command command) {
        return server.decide(Region.DEFAULT, command).outcome().refusal().isEmpty();
    }

    private ProviderId id() {
        return new ProviderId(uuid());
    }

    private CommandId command() {
        return new CommandId(uuid());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
