package dev.berth.ledger.scenario;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CellClaim;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.resource.numa.HostCell;
import dev.berth.resource.numa.NumaInventory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How scenarios write NUMA cells of hosts and guests; {@link ScenariosTest} documents it. */
final class CellWords {
    private CellWords() {}

    static ImmutableSortedMap<Integer, NumaCell> hostCells(Words words) {
        ImmutableSortedMap.Builder<Integer, NumaCell> cells = ImmutableSortedMap.naturalOrder();
        while (words.isNextWith('=')) {
            NumaCell cell = hostCell(words.next());
            cells.put(cell.id(), cell);
        }
        return cells.build();
    }

    private static NumaCell hostCell(String word) {
        List<String> settings = Splitter.on('/').splitToList(word);
        List<String> parts = Splitter.on(':').splitToList(settings.get(0));
        List<String> idAndSocket = Splitter.on('=').splitToList(parts.get(0));
        int id = Integer.parseInt(idAndSocket.get(0));
        OptionalInt socket = idAndSocket.get(1).equals("-")
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(idAndSocket.get(1)));
        if (parts.size() == 1) {
            return NumaCell.on(id, socket);
        }
        TreeMap<String, String> named = named(settings);
        List<String> cpus = Splitter.on('+').splitToList(parts.get(1));
        return new NumaCell(
                id,
                numbers(cpus.get(0)),
                cpus.size() > 1 ? numbers(cpus.get(1)) : ImmutableSortedSet.of(),
                Long.parseLong(parts.get(2)),
                Splitter.on('|')
                        .omitEmptyStrings()
                        .splitToStream(named.getOrDefault("cores", ""))
                        .map(CellWords::numbers)
                        .collect(ImmutableList.toImmutableList()),
                Splitter.on(',')
                        .omitEmptyStrings()
                        .splitToStream(named.getOrDefault("pages", ""))
                        .map(pages -> Splitter.on('*').splitToList(pages))
                        .map(pages -> new MemoryPages(Integer.parseInt(pages.get(0)), Long.parseLong(pages.get(1)), 0))
                        .collect(ImmutableList.toImmutableList()),
                socket);
    }

    static String text(ImmutableSortedMap<Integer, NumaCell> cells) {
        return cells.values().stream().map(cell -> " " + text(cell)).collect(Collectors.joining());
    }

    private static String text(NumaCell cell) {
        String text = cell.id() + "="
                + (cell.socket().isPresent() ? Integer.toString(cell.socket().getAsInt()) : "-");
        if (cell.equals(NumaCell.on(cell.id(), cell.socket()))) {
            return text;
        }
        return text + ":" + cpus(cell.sharedCpus(), cell.dedicatedCpus()) + ":" + cell.memoryMb()
                + (cell.siblings().isEmpty()
                        ? ""
                        : cell.siblings().stream().map(CellWords::list).collect(Collectors.joining("|", "/cores=", "")))
                + (cell.pages().isEmpty()
                        ? ""
                        : cell.pages().stream()
                                .map(pages -> pages.sizeKb() + "*" + pages.total())
                                .collect(Collectors.joining(",", "/pages=", "")));
    }

    /** What follows the word "numa" in a claim. */
    static CellClaim claim(Symbols symbols, Words words) {
        String host = words.next();
        ImmutableList.Builder<GuestCell> cells = ImmutableList.builder();
        for (int index = 0; words.isNextWith(':'); index++) {
            cells.add(guestCell(index, words.next()));
        }
        return new CellClaim(symbols.provider(host), cells.build());
    }

    private static GuestCell guestCell(int index, String word) {
        List<String> settings = Splitter.on('/').splitToList(word);
        List<String> parts = Splitter.on(':').splitToList(settings.get(0));
        List<String> vcpus = Splitter.on('+').splitToList(parts.get(0));
        TreeMap<String, String> named = named(settings);
        ImmutableSortedSet<Integer> shared = numbers(vcpus.get(0));
        ImmutableSortedSet<Integer> dedicated = vcpus.size() > 1 ? numbers(vcpus.get(1)) : ImmutableSortedSet.of();
        CpuPolicy policy = dedicated.isEmpty() ? CpuPolicy.SHARED : CpuPolicy.MIXED;
        return new GuestCell(
                index,
                shared,
                dedicated,
                Long.parseLong(parts.get(1)),
                Optional.ofNullable(named.get("pages")).map(size -> new PageRequest(Integer.parseInt(size))),
                shared.isEmpty() && !dedicated.isEmpty() ? CpuPolicy.DEDICATED : policy,
                Optional.ofNullable(named.get("threads"))
                        .flatMap(ThreadPolicy::parse)
                        .orElse(ThreadPolicy.PREFER));
    }

    static String text(Symbols symbols, CellClaim claim) {
        return symbols.name(claim.host())
                + claim.cells().stream().map(cell -> " " + text(cell)).collect(Collectors.joining());
    }

    private static String text(GuestCell cell) {
        return cpus(cell.sharedVcpus(), cell.dedicatedVcpus()) + ":" + cell.memoryMb()
                + cell.pages().map(pages -> "/pages=" + pages.sizeKb()).orElse("")
                + (cell.threadPolicy() == ThreadPolicy.PREFER
                        ? ""
                        : "/threads=" + cell.threadPolicy().text());
    }

    /**
     * Where a guest sits, such as {@code cn1 0>1 1>0/pages=4/4+5}: cell of the guest, of the host, pages, pinned CPUs.
     */
    static String placement(Symbols symbols, GuestPlacement placement) {
        return symbols.name(placement.host())
                + placement.cells().stream().map(cell -> " " + placed(cell)).collect(Collectors.joining());
    }

    private static String placed(PlacedCell placed) {
        return placed.guest().index() + ">" + placed.hostCell()
                + (placed.pageSizeKb().isPresent()
                        ? "/pages=" + placed.pageSizeKb().getAsInt()
                        : "")
                + (placed.pinning().isEmpty() ? "" : "/" + list(placed.pinning().values()));
    }

    /** What is used of each cell, such as {@code 0=2cpus,1024mb,+4+5}. */
    static String used(NumaInventory cells) {
        return cells.cells().isEmpty()
                ? "none"
                : cells.cells().stream().map(CellWords::used).collect(Collectors.joining(" "));
    }

    private static String used(HostCell cell) {
        String pinned = cell.pinnedCpus().isEmpty() ? "" : ",pinned:" + list(cell.pinnedCpus());
        return cell.id() + "=" + cell.cpuUsage() + "cpus," + cell.memoryUsageMb() + "mb" + pinned;
    }

    private static TreeMap<String, String> named(List<String> settings) {
        TreeMap<String, String> named = new TreeMap<>();
        for (String setting : settings.subList(1, settings.size())) {
            List<String> pair = Splitter.on('=').limit(2).splitToList(setting);
            named.put(pair.get(0), pair.get(1));
        }
        return named;
    }

    private static String cpus(Collection<Integer> shared, Collection<Integer> dedicated) {
        return list(shared) + (dedicated.isEmpty() ? "" : "+" + list(dedicated));
    }

    private static String list(Collection<Integer> numbers) {
        return numbers.stream().map(number -> Integer.toString(number)).collect(Collectors.joining(","));
    }

    private static ImmutableSortedSet<Integer> numbers(String text) {
        return Splitter.on(',')
                .omitEmptyStrings()
                .splitToStream(text)
                .map(Integer::valueOf)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
    }
}
