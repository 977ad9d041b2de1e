package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.Command;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a row takes, on the disk and in the changelog, and what is kept of it in memory besides the view: bars that a
 * change should not pass unseen.
 */
class StoreSizeTest {
    private static final int PROVIDERS = 20_000;

    private static final String LAYOUT = "6 5091d3d24de60419d03f75ee7fd1c372b3f9e865af893269fd9e4d6b0e94b277";

    /** Bytes of key and value at the mean, by section; the shapes are those that random commands make. */
    private static final Map<Section, Integer> BARS = new EnumMap<>(Map.of(
            Section.PROVIDERS, 300,
            Section.CONSUMERS, 300,
            Section.HOSTS, 1_200,
            Section.ENROLMENTS, 160,
            Section.SEQUENCES, 50,
            Section.DRAINS, 160,
            Section.DEVICES, 250,
            Section.USAGE, 120,
            Section.POOLS, 400,
            Section.RECENT, 800));

    @Test
    void keepsRowsSmall() {
        Map<Section, long[]> sizes = new EnumMap<>(Section.class);
        // In the end of one random log there need not be something of everything.
        for (int seed = 5; seed < 9; seed++) {
            FoldRows.all(RegionFold.of(view(seed)), Map.of(), (section, key, before, value) -> {
                if (value != null) {
                    long[] size = sizes.computeIfAbsent(section, none -> new long[2]);
                    size[0] += key.get().length + value.length;
                    size[1]++;
                }
            });
        }

        BARS.forEach((section, bar) -> {
            long[] size = sizes.get(section);
            assertThat(size).as("rows of %s", section).isNotNull();
            assertThat(size[0] / size[1]).as("bytes of a row of %s", section).isLessThanOrEqualTo(bar);
        });
    }

    /**
     * Rows that an older build has laid out otherwise are made again from the log, but only if they say that they are
     * of another version. Where the rows of these logs differ because the rules decide otherwise, it stays.
     */
    @Test
    void laysRowsOutAsTheirVersionHasIt() {
        MessageDigest sha256 = Sha256.algorithm();
        for (int seed = 5; seed < 9; seed++) {
            RegionView view = view(seed);
            RowSums sums = new RowSums();
            FoldRows.all(RegionFold.of(view), Map.of(), (section, key, before, value) -> {
                if (value != null) {
                    sums.add(section, key, value);
                }
            });
            sha256.update(RegionSeal.of(view, sums).toBytes());
        }
        assertThat(PartitionSeal.VERSION + " " + Sha256.ofBytes(sha256.digest()))
                .as("version and rows; raise PartitionSeal.VERSION with a change of the layout")
                .isEqualTo(LAYOUT);
    }

    @Test
    void keepsSealsAndSumsSmall() {
        RowSums sums = new RowSums();
        assertThat(RegionSeal.of(view(5), sums).toBytes()).hasSizeLessThanOrEqualTo(740);
        assertThat(RowSums.BYTES).as("of a region, whatever its size").isLessThanOrEqualTo(640);
    }

    /** A provider with three inventories takes about 800 bytes, its place in the view and the index included. */
    @Test
    void keepsAViewSmall() {
        long before = usedHeap();
        RegionView view = region(PROVIDERS);
        long bytes = (usedHeap() - before) / PROVIDERS;

        assertThat(view.providers().size()).isEqualTo(PROVIDERS);
        assertThat(bytes).as("bytes of heap a provider").isBetween(200L, 1_600L);
    }

    private static RegionView region(int providers) {
        RegionEdit edit = new RegionEdit(RegionView.empty(Region.DEFAULT));
        for (int i = 0; i < providers; i++) {
            ProviderId id = new ProviderId(new UUID(1, i));
            edit.put(new Provider(
                    id,
                    "host-" + i,
                    Optional.empty(),
                    id,
                    0,
                    ImmutableSortedMap.of(
                            ResourceClass.of("VCPU"), InventoryRecord.of(64),
                            ResourceClass.of("MEMORY_MB"), InventoryRecord.of(262_144),
                            ResourceClass.of("DISK_GB"), InventoryRecord.of(2_000)),
                    ImmutableSortedSet.of(),
                    ImmutableSortedSet.of(),
                    0,
                    0));
        }
        return edit.view();
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static RegionView view(int seed) {
        RandomCommands commands = new RandomCommands(seed, new Symbols());
        RegionView view = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < 3_000; i++) {
            Command command = commands.next(view);
            Position position = RandomCommands.position(i);
            view = Ledger.apply(view, position, command).after();
        }
        return view;
    }
}
