package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.capacity.CapacityChecks;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Capacity of requests for PCI devices against claims made one by one, in regions with flavors, NUMA cells, dirty and
 * departed devices, drained hosts and providers that share. {@code -Dcapacity.tries=10000} for more of them, {@code
 * -Dseed=} for the first of them.
 */
class DeviceCapacityProperties {
    private static final int TRIES = Integer.getInteger("capacity.tries", 120);
    private static final long SEED = Long.getLong("seed", 1);
    private static final ResourceClass DISK = ResourceClass.of("DISK_GB");

    @Test
    void countsTheClaimsOfDevicesThatAreGrantedOneAfterAnother() {
        long[] made = new long[1];
        CapacityChecks.Reached reached = new CapacityChecks.Reached();
        for (long seed = SEED; made[0] < TRIES; seed++) {
            long of = seed;
            Random random = new Random(seed);
            DeviceCandidateProperties.forEachRequest(seed, (view, request) -> {
                made[0]++;
                boolean isSharing = random.nextInt(3) == 0;
                RegionView region = isSharing ? withSharedDisks(view, random) : view;
                CandidateRequest asked = byFlavor(region, isSharing ? withDisk(request) : request, random);
                CapacityChecks.verify(region, asked, "seed " + of + ": " + asked);
                reached.note(region, asked);
            });
        }
        System.out.println("capacity of devices: " + made[0] + " requests, seeds from " + SEED + ": " + reached);
        assertThat(reached.count("some")).isPositive();
        assertThat(reached.count("shared")).isPositive();
    }

    /** The region with some disk that a few of its roots share. */
    private static RegionView withSharedDisks(RegionView before, Random random) {
        AggregateId rack = new AggregateId(new UUID(0x5A, 1));
        ProviderId pool = new ProviderId(new UUID(0x5A, 2));
        List<Command> commands = new ArrayList<>();
        commands.add(new CreateProvider(id(commands), pool, "pool", Optional.empty()));
        commands.add(new ReplaceInventories(
                id(commands),
                pool,
                OptionalLong.empty(),
                ImmutableSortedMap.of(DISK, InventoryRecord.of(1 + random.nextInt(4)))));
        commands.add(new ReplaceTraits(
                id(commands),
                pool,
                OptionalLong.empty(),
                ImmutableSortedSet.of(Trait.of("MISC_SHARES_VIA_AGGREGATE"))));
        for (Provider provider : before.providers().all()) {
            if (provider.isRoot() && random.nextInt(4) > 0) {
                commands.add(new ReplaceAggregates(
                        id(commands), provider.id(), OptionalLong.empty(), ImmutableSortedSet.of(rack)));
            }
        }
        commands.add(new ReplaceAggregates(id(commands), pool, OptionalLong.empty(), ImmutableSortedSet.of(rack)));
        RegionView view = before;
        for (Command command : commands) {
            Position last = view.position();
            Position next = new Position(last.partition(), last.offset() + 1, last.timestampMs());
            view = Ledger.apply(view, next, command).after();
        }
        return view;
    }

    private static CommandId id(List<Command> before) {
        return new CommandId(new UUID(0x5A, before.size()));
    }

    private static CandidateRequest withDisk(CandidateRequest request) {
        List<RequestGroup> groups = new ArrayList<>(request.groups());
        RequestGroup first = groups.get(0);
        ImmutableSortedMap<ResourceClass, Long> amounts = ImmutableSortedMap.<ResourceClass, Long>naturalOrder()
                .putAll(first.resources())
                .put(DISK, 1L)
                .build();
        groups.set(0, first.with(amounts, first.requiredTraits(), first.devices()));
        return with(request, groups);
    }

    /** The request with some of its devices by a flavor that the region has. */
    private static CandidateRequest byFlavor(RegionView view, CandidateRequest request, Random random) {
        List<PciFlavor> flavors = view.flavors().values().toJavaList();
        if (flavors.isEmpty()) {
            return request;
        }
        List<RequestGroup> groups = new ArrayList<>();
        for (RequestGroup group : request.groups()) {
            groups.add(group.with(
                    group.resources(),
                    group.requiredTraits(),
                    group.devices().stream()
                            .map(devices -> random.nextBoolean()
                                    ? devices
                                    : new DeviceRequest(
                                            devices.id(),
                                            devices.count(),
                                            Optional.of(flavors.get(random.nextInt(flavors.size()))
                                                    .name()),
                                            ImmutableList.of(),
                                            devices.extra(),
                                            devices.policy()))
                            .collect(ImmutableList.toImmutableList())));
        }
        return with(request, groups);
    }

    private static CandidateRequest with(CandidateRequest request, List<RequestGroup> groups) {
        return new CandidateRequest(
                ImmutableList.copyOf(groups),
                request.policy(),
                request.nesting(),
                request.rootRequired(),
                request.rootForbidden(),
                request.sameSubtrees(),
                request.limit(),
                request.shuffleSeed());
    }
}
