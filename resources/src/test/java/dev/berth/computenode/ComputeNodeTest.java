package dev.berth.computenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Inventories;
import dev.berth.resource.Inventory;
import dev.berth.resource.Objection;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import dev.berth.resource.numa.HostCell;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaResource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeNodeTest {
    private static final ComputeNode NODE =
            new ComputeNode(stock(8, 2, 16.0), stock(16384, 4608, 1.5), stock(100, 31, 1.0));

    @Test
    void takesTheReserveOutOfWhatIsUsed() {
        assertThat(NODE.getInventories(ComputeNodeSettings.withReserves(1, 512, 1025)))
                .isEqualTo(Inventories.of(Map.of(
                        IntegerResource.VCPU, new IntegerInventory(8, 1, 1, 8, 1, 16.0, 1),
                        IntegerResource.MEMORY_MB, new IntegerInventory(16384, 512, 1, 16384, 1, 1.5, 4096),
                        IntegerResource.DISK_GB, new IntegerInventory(100, 2, 1, 100, 1, 1.0, 30))));
    }

    @Test
    void putsTheReserveBackIntoWhatIsUsed() {
        ComputeNode after = consumed(NODE, ComputeNodeSettings.DEFAULT, IntegerResource.MEMORY_MB, 2048);

        assertThat(after.memoryMb()).isEqualTo(stock(16384, 6656, 1.5));
        assertThat(after.memoryMb().free()).isEqualTo(9728);
        assertThat(after.vcpus()).isEqualTo(NODE.vcpus());
    }

    @Test
    void showsNegativeFreeSpaceUnderOvercommit() {
        ComputeNode after = consumed(NODE, ComputeNodeSettings.DEFAULT, IntegerResource.VCPU, 8);

        assertThat(consumed(after, ComputeNodeSettings.DEFAULT, IntegerResource.VCPU, 8)
                        .vcpus()
                        .free())
                .isEqualTo(-10);
    }

    @ParameterizedTest(name = "a reserve of {0} MB holds back {1} GB, and {2} GB count as used")
    @CsvSource({"0, 0, 0", "1, 1, 0", "1024, 1, 1", "1025, 2, 1", "2048, 2, 2"})
    void roundsTheDiskReserveUpInTheInventoryAndDownInTheRecord(long reservedMb, long reservedGb, long usedGb) {
        ComputeNodeSettings settings = ComputeNodeSettings.withReserves(0, 0, reservedMb);
        ComputeNode idle = new ComputeNode(LegacyStock.NONE, LegacyStock.NONE, stock(100, usedGb, 1.0));

        assertThat(idle.getInventories(settings).get(IntegerResource.DISK_GB))
                .contains(new IntegerInventory(100, reservedGb, 1, 100, 1, 1.0, 0));
        assertThat(consumed(idle, settings, IntegerResource.DISK_GB, 10)
                        .localGb()
                        .used())
                .isEqualTo(usedGb + 10);
    }

    @Test
    void leavesOutWhatTheHostHasNoneOf() {
        ComputeNode node = new ComputeNode(LegacyStock.NONE, NODE.memoryMb(), LegacyStock.NONE);

        assertThat(node.getInventories(ComputeNodeSettings.DEFAULT).byResource().keySet())
                .containsExactly(IntegerResource.MEMORY_MB);
    }

    @Test
    void takesAnInventoryThatWentForATotalOfNone() {
        assertThat(NODE.updateInventories(Inventories.EMPTY, ComputeNodeSettings.DEFAULT))
                .isEqualTo(new ComputeNode(stock(0, 0, 16.0), stock(0, 512, 1.5), stock(0, 0, 1.0)));
    }

    @ParameterizedTest(name = "stored {0}, configured {1}: {2}")
    @CsvSource({"16.0, 2.0, 16.0", "0.0, 2.0, 2.0", ", 2.0, 2.0", ", , 4.0", "0.0, , 4.0"})
    void usesTheStoredRatioThenTheConfiguredOneThenTheInitialOne(Double stored, Double configured, double ratio) {
        ComputeNodeSettings settings =
                new ComputeNodeSettings(0, 0, 0, optional(configured), OptionalDouble.empty(), OptionalDouble.empty());
        ComputeNode node = new ComputeNode(new LegacyStock(8, 0, optional(stored)), LegacyStock.NONE, LegacyStock.NONE);

        Inventory inventory =
                node.getInventories(settings).get(IntegerResource.VCPU).orElseThrow();

        assertThat(((IntegerInventory) inventory).allocationRatio()).isEqualTo(ratio);
        assertThat(consumed(node, settings, IntegerResource.VCPU, 1).vcpus().allocationRatio())
                .isEqualTo(optional(stored));
    }

    @Property
    void translatesThereAndBackWithoutLoss(
            @ForAll("nodes") ComputeNode node, @ForAll("settings") ComputeNodeSettings settings) {
        assertThat(node.updateInventories(node.getInventories(settings), settings))
                .isEqualTo(node);
    }

    @Property
    void saysTheInventoriesAgainThatItWasUpdatedWith(
            @ForAll("nodes") ComputeNode node,
            @ForAll("nodes") ComputeNode other,
            @ForAll("settings") ComputeNodeSettings settings) {
        // The ratios of cells are those of CPUs and memory, and a node with cells has both.
        Assume.that(other.numaTopology().isEmpty()
                || other.vcpus().total() > 0 && other.memoryMb().total() > 0);
        Inventories inventories = other.getInventories(settings);

        assertThat(node.updateInventories(inventories, settings).getInventories(settings))
                .isEqualTo(inventories);
    }

    @Test
    void consumesNumaCellsOfTheRecord() {
        ImmutableList<HostCell> cells = ImmutableList.of(HostCell.unused(cell(0, 4)), HostCell.unused(cell(1, 4)));
        ComputeNode node = new ComputeNode(NODE.vcpus(), NODE.memoryMb(), NODE.localGb(), Optional.of(cells));
        Inventories inventories = node.getInventories(ComputeNodeSettings.DEFAULT);
        NumaAmount wanted = NumaResource.NUMA.makeAmount(ImmutableList.of(new GuestCell(
                0,
                ImmutableSortedSet.of(0, 1),
                ImmutableSortedSet.of(),
                1024,
                Optional.empty(),
                CpuPolicy.SHARED,
                ThreadPolicy.PREFER)));

        Inventories.Outcome outcome = inventories.consume(Map.of(NumaResource.NUMA, wanted));
        ComputeNode after = node.updateInventories(
                ((Inventories.Outcome.Consumed) outcome).inventories(), ComputeNodeSettings.DEFAULT);

        assertThat(after.numaTopology().orElseThrow())
                .extracting(HostCell::cpuUsage)
                .containsExactlyInAnyOrder(2L, 0L);
        assertThat(node.updateInventories(inventories, ComputeNodeSettings.DEFAULT))
                .isEqualTo(node);
    }

    @Test
    void refusesAnInventoryOfAnotherKind() {
        Inventories wrong = Inventories.of(Map.of(IntegerResource.VCPU, new Uncountable()));

        assertThatThrownBy(() -> NODE.updateInventories(wrong, ComputeNodeSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected an integer inventory of VCPU but got");

        Inventories wrongToo = Inventories.of(Map.of(NumaResource.NUMA, new Uncountable()));
        assertThatThrownBy(() -> NODE.updateInventories(wrongToo, ComputeNodeSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected an inventory of NUMA cells but got");
    }

    @Provide
    Arbitrary<ComputeNode> nodes() {
        Arbitrary<LegacyStock> stocks = Combinators.combine(
                        Arbitraries.longs().between(0, 1000),
                        Arbitraries.longs().between(0, 2000),
                        ratios())
                .as(LegacyStock::new);
        Arbitrary<Optional<ImmutableList<HostCell>>> topologies = Arbitraries.integers()
                .between(0, 2)
                .map(count -> Stream.iterate(0, id -> id + 1)
                        .limit(count)
                        .map(id -> HostCell.unused(cell(id, 2)))
                        .collect(ImmutableList.toImmutableList()))
                .optional();
        return Combinators.combine(stocks, stocks, stocks, topologies).as(ComputeNode::new);
    }

    @Provide
    Arbitrary<ComputeNodeSettings> settings() {
        Arbitrary<Long> reserves = Arbitraries.longs().between(0, 3000);
        Arbitrary<OptionalDouble> configured =
                ratios().map(ratio -> ratio.orElse(0) == 0 ? OptionalDouble.empty() : ratio);
        return Combinators.combine(reserves, reserves, reserves, configured, configured, configured)
                .as(ComputeNodeSettings::new);
    }

    private static Arbitrary<OptionalDouble> ratios() {
        return Arbitraries.of(0.0, 1.0, 1.15, 4.0, 16.0)
                .map(OptionalDouble::of)
                .injectNull(0.2)
                .map(ratio -> ratio == null ? OptionalDouble.empty() : ratio);
    }

    private static NumaCell cell(int id, int cpus) {
        return new NumaCell(
                id,
                ImmutableSortedSet.copyOf(
                        Stream.iterate(id * cpus, cpu -> cpu + 1).limit(cpus).toList()),
                ImmutableSortedSet.of(),
                4096,
                ImmutableList.of(),
                ImmutableList.of(),
                OptionalInt.empty());
    }

    private static ComputeNode consumed(
            ComputeNode node, ComputeNodeSettings settings, IntegerResource resource, long amount) {
        Inventories.Outcome outcome =
                node.getInventories(settings).consume(Map.of(resource, new IntegerAmount(amount)));
        return node.updateInventories(((Inventories.Outcome.Consumed) outcome).inventories(), settings);
    }

    private static LegacyStock stock(long total, long used, double ratio) {
        return new LegacyStock(total, used, OptionalDouble.of(ratio));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static final class Uncountable implements Inventory {
        @Override
        public Optional<Objection> objectionTo(Amount amount) {
            return Optional.empty();
        }

        @Override
        public Consumption consume(Amount amount) {
            return new Consumption.Consumed(this, amount);
        }
    }
}
