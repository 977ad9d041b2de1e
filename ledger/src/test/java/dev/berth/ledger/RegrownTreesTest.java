package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trees in which searches look, which an edit grows again only where something has changed, against the facts. */
final class RegrownTreesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7})
    void showAfterEachCommandWhatTheFactsSay(long seed) {
        TestingLog log = new TestingLog(seed, 250);
        for (int i = 0; i < log.length(); i++) {
            verify(log.line(i), log.step(i).after());
        }
    }

    /** @throws AssertionError if the trees of the view do not show what its tables say */
    static void verify(RegionView view) {
        verify("after " + view.position(), view);
    }

    private static void verify(String line, RegionView view) {
        int roots = 0;
        for (Provider provider : view.providers().all()) {
            roots += provider.isRoot() ? 1 : 0;
            verify(line, view, provider);
        }
        assertThat(view.forest().trees()).as(line).isEqualTo(roots);
    }

    private static void verify(String line, RegionView view, Provider provider) {
        Forest forest = view.forest();
        Tree tree = forest.tree(provider.root()).orElseThrow();
        int member = member(tree, provider.id());
        assertThat(tree.parentId(member)).as(line).isEqualTo(provider.parent());
        assertThat(tree.traits(member)).as(line).isEqualTo(provider.traits());
        assertThat(tree.inventories(member)).as(line).isEqualTo(provider.inventories());
        assertThat(tree.aggregateNumbers(member))
                .as(line)
                .containsExactlyInAnyOrder(provider.aggregates().stream()
                        .mapToInt((AggregateId aggregate) -> forest.symbols().of(aggregate))
                        .toArray());
        for (ResourceClass resourceClass : provider.inventories().keySet()) {
            assertThat(tree.free(tree.row(member, forest.symbols().of(resourceClass))))
                    .as("%s: %s of %s", line, resourceClass, provider.name())
                    .isEqualTo(free(view, provider, resourceClass));
        }
    }

    /** What is not used, and no more than there are free devices if any is a unit of it: looked up one by one. */
    private static long free(RegionView view, Provider provider, ResourceClass resourceClass) {
        long unused = Capacity.of(provider.inventories().get(resourceClass)) - view.used(provider.id(), resourceClass);
        List<TrackedDevice> units = new ArrayList<>();
        view.devices()
                .all()
                .forEach(host -> host._2().devices().stream()
                        .filter(device -> device.device().provider().equals(Optional.of(provider.id()))
                                && DeviceProvider.classOf(device.device()).equals(Optional.of(resourceClass)))
                        .forEach(units::add));
        return units.isEmpty()
                ? unused
                : Math.min(
                        unused,
                        units.stream().filter(TrackedDevice::isAvailable).count());
    }

    private static int member(Tree tree, ProviderId id) {
        int[] members = IntStream.range(0, tree.size())
                .filter(at -> tree.id(at).equals(id))
                .toArray();
        assertThat(members).as(Arrays.toString(members)).hasSize(1);
        return members[0];
    }
}
