package dev.berth.resource.numa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.resource.numa.LayoutRequest.Part;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class GuestLayoutTest {
    @Test
    void leavesAGuestWithoutWishesWithoutCells() {
        assertThat(cells(request(4, 4096, OptionalInt.empty(), CpuPolicy.SHARED)))
                .isEmpty();
    }

    @Test
    void givesOneCellToAGuestThatAsksForPagesOrPinning() {
        LayoutRequest paged = new LayoutRequest(
                4,
                4096,
                OptionalInt.empty(),
                ImmutableList.of(),
                Optional.of(PageRequest.LARGE),
                CpuPolicy.SHARED,
                ThreadPolicy.PREFER,
                ImmutableSortedSet.of());
        assertThat(cells(paged)).hasSize(1);
        assertThat(cells(request(4, 4096, OptionalInt.empty(), CpuPolicy.DEDICATED)))
                .singleElement()
                .satisfies(cell -> assertThat(cell.dedicatedVcpus()).containsExactly(0, 1, 2, 3));
    }

    @Test
    void splitsEvenly() {
        assertThat(cells(request(4, 4096, OptionalInt.of(2), CpuPolicy.SHARED)))
                .extracting(GuestCell::sharedVcpus, GuestCell::memoryMb)
                .containsExactly(tuple(ImmutableSortedSet.of(0, 1), 2048L), tuple(ImmutableSortedSet.of(2, 3), 2048L));
    }

    @Test
    void refusesWhatCannotBeSplitEvenly() {
        assertThat(refusal(request(5, 4096, OptionalInt.of(2), CpuPolicy.SHARED)))
                .contains("evenly");
        assertThat(refusal(request(4, 4095, OptionalInt.of(2), CpuPolicy.SHARED)))
                .contains("evenly");
    }

    @Test
    void splitsByHandUsingEachVcpuOnce() {
        assertThat(cells(byHand(part(1024, 0, 2), part(3072, 1, 3)))).hasSize(2);
        assertThat(refusal(byHand(part(1024, 0, 1), part(3072, 1, 3)))).contains("others have [1]");
        assertThat(refusal(byHand(part(1024, 0), part(3072, 1, 3)))).contains("all 4 vCPUs");
        assertThat(refusal(byHand(part(1024, 0, 4), part(3072, 1, 3)))).contains("of 0 to 3");
        assertThat(refusal(byHand(part(1024, 0, 2), part(1024, 1, 3)))).contains("memory of 4096 MB");
    }

    @Test
    void pinsSomeButNotAllVcpusOfAMixedGuest() {
        LayoutRequest mixed = mixed(0, 3);
        assertThat(cells(mixed)).singleElement().satisfies(cell -> {
            assertThat(cell.dedicatedVcpus()).containsExactly(0, 3);
            assertThat(cell.sharedVcpus()).containsExactly(1, 2);
        });
        assertThat(refusal(mixed())).contains("mixed policy");
        assertThat(refusal(mixed(0, 1, 2, 3))).contains("mixed policy");
    }

    private static LayoutRequest mixed(Integer... dedicated) {
        return new LayoutRequest(
                4,
                4096,
                OptionalInt.empty(),
                ImmutableList.of(),
                Optional.empty(),
                CpuPolicy.MIXED,
                ThreadPolicy.PREFER,
                ImmutableSortedSet.copyOf(dedicated));
    }

    private static LayoutRequest byHand(Part... parts) {
        return new LayoutRequest(
                4,
                4096,
                OptionalInt.of(2),
                ImmutableList.copyOf(parts),
                Optional.empty(),
                CpuPolicy.SHARED,
                ThreadPolicy.PREFER,
                ImmutableSortedSet.of());
    }

    private static Part part(long memoryMb, Integer... vcpus) {
        return new Part(ImmutableSortedSet.copyOf(vcpus), memoryMb);
    }

    private static LayoutRequest request(int vcpus, long memoryMb, OptionalInt cells, CpuPolicy policy) {
        return new LayoutRequest(
                vcpus,
                memoryMb,
                cells,
                ImmutableList.of(),
                Optional.empty(),
                policy,
                ThreadPolicy.PREFER,
                ImmutableSortedSet.of());
    }

    private static List<GuestCell> cells(LayoutRequest request) {
        return ((GuestLayout.Laid) GuestLayout.of(request)).cells();
    }

    private static String refusal(LayoutRequest request) {
        return ((GuestLayout.Invalid) GuestLayout.of(request)).message();
    }
}
