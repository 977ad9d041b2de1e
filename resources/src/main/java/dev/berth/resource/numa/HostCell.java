package dev.berth.resource.numa;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.resource.Objection;
import dev.berth.resource.Objection.Reason;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A NUMA cell of a host with what its guests use of it. An immutable value.
 *
 * @param cpuUsage how many shared vCPUs sit on it
 * @param memoryUsageMb the memory of all guests on it, whatever the pages
 * @param pinnedCpus dedicated CPUs that are taken, or blocked by an isolated sibling
 * @param usedPages pages used by size in KiB, an entry for each size that the cell offers
 */
public record HostCell(
        NumaCell cell,
        long cpuUsage,
        long memoryUsageMb,
        ImmutableSortedSet<Integer> pinnedCpus,
        ImmutableSortedMap<Integer, Long> usedPages) {
    public static HostCell unused(NumaCell cell) {
        ImmutableSortedMap.Builder<Integer, Long> pages = ImmutableSortedMap.naturalOrder();
        cell.pages().forEach(each -> pages.put(each.sizeKb(), 0L));
        return new HostCell(cell, 0, 0, ImmutableSortedSet.of(), pages.build());
    }

    public int id() {
        return cell.id();
    }

    public long freeMemoryMb() {
        return cell.memoryMb() - memoryUsageMb;
    }

    public Set<Integer> freeDedicatedCpus() {
        return Sets.difference(cell.dedicatedCpus(), pinnedCpus);
    }

    /** Sizes that the cell offers in KiB, ascending. */
    public ImmutableSortedSet<Integer> pageSizesKb() {
        return usedPages.keySet();
    }

    public long freePagesKb(int sizeKb) {
        MemoryPages pages = pages(sizeKb);
        return (pages.total() - usedPages.get(sizeKb) - pages.reserved()) * sizeKb;
    }

    public long totalPagesKb(int sizeKb) {
        return pages(sizeKb).total() * sizeKb;
    }

    /** Why the CPUs of the placed cell cannot be pinned: unknown or taken. */
    Optional<Objection> objectionToPinning(PlacedCell placed) {
        Set<Integer> cpus = cpusOf(placed);
        Set<Integer> unknown = Sets.difference(cpus, cell.dedicatedCpus());
        Set<Integer> taken = Sets.intersection(cpus, pinnedCpus);
        if (!unknown.isEmpty()) {
            return objection(Reason.CAPACITY, "has no dedicated CPUs " + unknown);
        }
        return taken.isEmpty() ? Optional.empty() : objection(Reason.CAPACITY, "has CPUs pinned already: " + taken);
    }

    /** Why the placed cell cannot be given back: more than is used, or CPUs that are unknown or not pinned. */
    Optional<Objection> objectionToGivingBack(PlacedCell placed) {
        Set<Integer> notPinned = Sets.difference(cpusOf(placed), pinnedCpus);
        if (!notPinned.isEmpty()) {
            return objection(Reason.MORE_THAN_USED, "does not have CPUs pinned: " + notPinned);
        }
        OptionalInt size = pageSize(placed);
        boolean isMore = placed.guest().memoryMb() > memoryUsageMb
                || placed.guest().sharedVcpus().size() > cpuUsage
                || size.isPresent() && pagesOf(placed, size.getAsInt()) > usedPages.get(size.getAsInt());
        return isMore
                ? objection(
                        Reason.MORE_THAN_USED,
                        "does not hold as much as is given back of guest cell "
                                + placed.guest().index())
                : Optional.empty();
    }

    /** The cell with the placed one on it. */
    HostCell with(PlacedCell placed) {
        return changed(placed, 1, Sets.union(pinnedCpus, cpusOf(placed)));
    }

    /** The cell after the placed one was given back. */
    HostCell without(PlacedCell placed) {
        return changed(placed, -1, Sets.difference(pinnedCpus, cpusOf(placed)));
    }

    private HostCell changed(PlacedCell placed, int sign, Set<Integer> pinned) {
        TreeMap<Integer, Long> pages = new TreeMap<>(usedPages);
        pageSize(placed).ifPresent(size -> pages.merge(size, sign * pagesOf(placed, size), Long::sum));
        return new HostCell(
                cell,
                cpuUsage + sign * placed.guest().sharedVcpus().size(),
                memoryUsageMb + sign * placed.guest().memoryMb(),
                ImmutableSortedSet.copyOf(pinned),
                ImmutableSortedMap.copyOfSorted(pages));
    }

    /** The CPUs that the placed cell keeps others from: its own and, isolated, the whole cores. */
    private Set<Integer> cpusOf(PlacedCell placed) {
        ImmutableSortedSet<Integer> pinned =
                ImmutableSortedSet.copyOf(placed.pinning().values());
        TreeSet<Integer> cpus = new TreeSet<>(pinned);
        if (placed.guest().threadPolicy() == ThreadPolicy.ISOLATE) {
            for (ImmutableSortedSet<Integer> core : cell.siblings()) {
                if (core.stream().anyMatch(pinned::contains)) {
                    cpus.addAll(core);
                }
            }
        }
        return cpus;
    }

    /** The pages that the placed cell lies in: those chosen, or the smallest. */
    private OptionalInt pageSize(PlacedCell placed) {
        if (placed.pageSizeKb().isPresent()) {
            // Sizes that the cell does not offer any more are not counted.
            return usedPages.containsKey(placed.pageSizeKb().getAsInt()) ? placed.pageSizeKb() : OptionalInt.empty();
        }
        return usedPages.isEmpty() ? OptionalInt.empty() : OptionalInt.of(usedPages.firstKey());
    }

    private static long pagesOf(PlacedCell placed, int sizeKb) {
        return placed.guest().memoryKb() / sizeKb;
    }

    private MemoryPages pages(int sizeKb) {
        return cell.pages().stream()
                .filter(pages -> pages.sizeKb() == sizeKb)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "expected pages of " + sizeKb + " KiB but cell " + id() + " has " + pageSizesKb()));
    }

    private Optional<Objection> objection(Reason reason, String what) {
        return Optional.of(new Objection(reason, "host cell " + id() + " " + what));
    }
}
