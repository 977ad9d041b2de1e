package dev.berth.resource.numa;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Range;
import com.google.common.collect.Sets;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.resource.numa.LayoutRequest.Part;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * From what an instance type says to the cells of a guest: one cell unless more are asked for, split evenly or by hand.
 */
public sealed interface GuestLayout {
    /** @param cells none for a guest without a layout */
    record Laid(ImmutableList<GuestCell> cells) implements GuestLayout {}

    record Invalid(String message) implements GuestLayout {}

    static GuestLayout of(LayoutRequest request) {
        if (!request.asksForLayout()) {
            return new Laid(ImmutableList.of());
        }
        Optional<String> objection = objectionToPolicy(request)
                .or(() -> request.parts().isEmpty() ? objectionToEvenSplit(request) : objectionToParts(request));
        return objection.isPresent() ? new Invalid(objection.get()) : new Laid(cells(request));
    }

    private static Optional<String> objectionToPolicy(LayoutRequest request) {
        if (request.vcpus() < 1 || request.memoryMb() < 1 || request.cells().orElse(1) < 1) {
            return Optional.of("expected vCPUs, memory and a number of cells of 1 or more");
        }
        boolean isMixed = request.cpuPolicy() == CpuPolicy.MIXED;
        Set<Integer> dedicated = request.dedicatedVcpus();
        if (isMixed && (dedicated.isEmpty() || dedicated.size() >= request.vcpus() || !isInRange(dedicated, request))) {
            return Optional.of("expected some but not all vCPUs of 0 to " + (request.vcpus() - 1)
                    + " to be dedicated under a mixed policy but got " + dedicated);
        }
        return isMixed || dedicated.isEmpty()
                ? Optional.empty()
                : Optional.of("expected dedicated vCPUs to be listed under a mixed policy only but got " + dedicated);
    }

    private static Optional<String> objectionToEvenSplit(LayoutRequest request) {
        int cells = request.cells().orElse(1);
        return request.vcpus() % cells == 0 && request.memoryMb() % cells == 0
                ? Optional.empty()
                : Optional.of("expected vCPUs and memory that " + cells + " cells can share evenly but got "
                        + request.vcpus() + " and " + request.memoryMb() + " MB");
    }

    private static Optional<String> objectionToParts(LayoutRequest request) {
        if (request.parts().size() != request.cells().orElse(request.parts().size())) {
            return Optional.of(
                    "expected vCPUs and memory for each of " + request.cells().getAsInt() + " cells but got "
                            + request.parts().size());
        }
        Set<Integer> used = new TreeSet<>();
        long memoryMb = 0;
        for (Part part : request.parts()) {
            Set<Integer> twice = Sets.intersection(part.vcpus(), used);
            if (!twice.isEmpty() || !isInRange(part.vcpus(), request)) {
                return Optional.of("expected each vCPU of 0 to " + (request.vcpus() - 1) + " in one cell but got "
                        + part.vcpus() + (twice.isEmpty() ? "" : ", of which others have " + twice));
            }
            used.addAll(part.vcpus());
            memoryMb += part.memoryMb();
        }
        if (used.size() != request.vcpus()) {
            return Optional.of("expected all " + request.vcpus() + " vCPUs in the cells but got " + used);
        }
        return memoryMb == request.memoryMb()
                ? Optional.empty()
                : Optional.of("expected memory of " + request.memoryMb() + " MB in the cells but got " + memoryMb);
    }

    private static ImmutableList<GuestCell> cells(LayoutRequest request) {
        ImmutableList.Builder<GuestCell> cells = ImmutableList.builder();
        ImmutableList<Part> parts = request.parts().isEmpty() ? evenParts(request) : request.parts();
        for (int i = 0; i < parts.size(); i++) {
            Set<Integer> dedicated = switch (request.cpuPolicy()) {
                case SHARED -> ImmutableSortedSet.of();
                case DEDICATED -> parts.get(i).vcpus();
                case MIXED -> Sets.intersection(parts.get(i).vcpus(), request.dedicatedVcpus());
            };
            cells.add(new GuestCell(
                    i,
                    ImmutableSortedSet.copyOf(Sets.difference(parts.get(i).vcpus(), dedicated)),
                    ImmutableSortedSet.copyOf(dedicated),
                    parts.get(i).memoryMb(),
                    request.pages(),
                    request.cpuPolicy(),
                    request.threadPolicy()));
        }
        return cells.build();
    }

    private static ImmutableList<Part> evenParts(LayoutRequest request) {
        int cells = request.cells().orElse(1);
        int share = request.vcpus() / cells;
        ImmutableList.Builder<Part> parts = ImmutableList.builder();
        for (int i = 0; i < cells; i++) {
            Range<Integer> vcpus = Range.closedOpen(i * share, (i + 1) * share);
            parts.add(new Part(
                    ImmutableSortedSet.copyOf(ContiguousSet.create(vcpus, DiscreteDomain.integers())),
                    request.memoryMb() / cells));
        }
        return parts.build();
    }

    private static boolean isInRange(Set<Integer> vcpus, LayoutRequest request) {
        return vcpus.stream().allMatch(vcpu -> vcpu >= 0 && vcpu < request.vcpus());
    }
}
