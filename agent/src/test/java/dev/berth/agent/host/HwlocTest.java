package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads the dumps of machines that hwloc tests itself with and compares what is made of them with what hwloc makes of
 * them: nodes, their memory and CPUs, cores, and where devices are. The table in docs/hosts-read.md is what this
 * prints; {@code -Dhwloc.write=true} writes it.
 */
@EnabledIfSystemProperty(
        named = "hwloc",
        matches = ".+",
        disabledReason = "needs hwloc's dumps; run with -Dhwloc=FOLDER, tests/hwloc/linux of its sources")
class HwlocTest {
    private static final Path DOCUMENT = Path.of("../docs/hosts-read.md");
    private static final String BEGIN = "<!-- The table from here on is written by HwlocTest. -->\n";

    /** Why a machine is read otherwise. */
    private enum Reason {
        CGROUP("hwloc shows what the cgroup or cpuset of its own process leaves it"),
        NO_MEMORY("the dump does not tell its memory, so there is nothing to report: refused"),
        GPU_MEMORY_ASKED_FOR("hwloc was asked to keep the memory of GPUs"),
        PLACES_GIVEN("hwloc was given the places of devices by hand");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private static final Map<String, Reason> REASONS = Map.ofEntries(
            Map.entry("16amd64-4n4c-cgroup-distance-merge", Reason.CGROUP),
            Map.entry("16amd64-8n2c-cpusets", Reason.CGROUP),
            Map.entry("16amd64-8n2c-cpusets-xml", Reason.CGROUP),
            Map.entry("16em64t-4s2ca2c-cpusetreorder", Reason.CGROUP),
            Map.entry("16em64t-4s2ca2c-cpusetreorder-merge", Reason.CGROUP),
            Map.entry("32amd64-4s2n4c-cgroup2", Reason.CGROUP),
            Map.entry("4fake-4gr1nu1pu", Reason.CGROUP),
            Map.entry("2ps3-2t", Reason.NO_MEMORY),
            Map.entry("nvidiagpunumanodes-kept", Reason.GPU_MEMORY_ASKED_FOR),
            Map.entry("40intel64-2g2n4c+pcilocality", Reason.PLACES_GIVEN),
            Map.entry("fakepcilocalities", Reason.PLACES_GIVEN));

    @TempDir
    Path root;

    private final TreeSet<String> withoutProc = new TreeSet<>();

    @Test
    void readsRealMachinesAsHwlocDoesButForStatedReasons() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("hwloc"));
        List<String> rows = new ArrayList<>();
        TreeMap<String, List<String>> differences = new TreeMap<>();
        TreeMap<String, HostInventory> hosts = new TreeMap<>();
        for (Path test : tests(folder)) {
            String name = test.getFileName().toString().replace(".test", "");
            String text = Files.readString(test);
            String source = value(text, "source");
            if (!hosts.containsKey(source)) {
                hosts.put(source, read(folder.resolve(source)));
            }
            HostInventory host = hosts.get(source);
            HwlocTopology hwloc = HwlocTopology.read(folder.resolve(value(text, "target")));
            List<String> found = compare(host, hwloc);
            List<String> misplaced = misplaced(host, hwloc);
            found.addAll(misplaced);
            if (!found.isEmpty()) {
                differences.put(name, found);
                assertThat(isMeant(REASONS.get(name), host, hwloc, found.equals(misplaced)))
                        .as(name + " differs: " + found)
                        .isTrue();
            }
            rows.add(row(name, host, hwloc, found.isEmpty(), withoutProc.contains(source)));
        }

        assertThat(EnumSet.copyOf(REASONS.values())).hasSizeLessThanOrEqualTo(5);
        assertSoftly(softly -> {
            REASONS.keySet()
                    .forEach(name -> softly.assertThat(differences)
                            .as(name + " is equal")
                            .containsKey(name));
        });
        String table = table(rows, differences.size());
        String document = Files.readString(DOCUMENT);
        String before = document.substring(0, document.indexOf(BEGIN) + BEGIN.length());
        if (Boolean.getBoolean("hwloc.write")) {
            Files.writeString(DOCUMENT, before + table);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(before + table);
    }

    private static List<Path> tests(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        }
    }

    private static String value(String text, String key) {
        Matcher matcher = Pattern.compile("(?m)^" + key + ":\\s*(\\S+)").matcher(text);
        assertThat(matcher.find()).as(key + " in " + text).isTrue();
        return matcher.group(1);
    }

    /** Some dumps have no /proc at all; they are read with an empty one. */
    private HostInventory read(Path archive) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(root, "dump");
        Process tar = new ProcessBuilder("tar", "xjf", archive.toString(), "-C", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tar.waitFor()).as("tar " + archive).isZero();
        try (Stream<Path> below = Files.list(directory)) {
            Path dump = below.findFirst().orElseThrow();
            if (!Files.isDirectory(dump.resolve("proc"))) {
                withoutProc.add(archive.getFileName().toString());
            }
            return new HostReader(dump.resolve("proc"), dump.resolve("sys"), new PciIds(List.of()))
                    .read(HostDisk.ofGb(0));
        }
    }

    /** Whether the difference is that which the reason would make. */
    private static boolean isMeant(Reason reason, HostInventory host, HwlocTopology hwloc, boolean onlyPlaces) {
        return reason != null
                && switch (reason) {
                    case CGROUP ->
                        hwloc.cpus.without(host.cpus().online()).isEmpty()
                                && cells(host).keySet().containsAll(hwloc.nodes.keySet());
                    case NO_MEMORY ->
                        host.memoryMb() == 0 && host.cpus().online().equals(hwloc.cpus);
                    case GPU_MEMORY_ASKED_FOR ->
                        host.cpus().online().equals(hwloc.cpus)
                                && hwloc.nodes.keySet().containsAll(cells(host).keySet());
                    case PLACES_GIVEN -> onlyPlaces;
                };
    }

    private static List<String> compare(HostInventory host, HwlocTopology hwloc) {
        List<String> differences = new ArrayList<>(host.defects());
        if (!host.cpus().online().equals(hwloc.cpus)) {
            differences.add("CPUs " + host.cpus().online() + " for " + hwloc.cpus);
        }
        TreeMap<Integer, NumaNode> cells = cells(host);
        if (!cells.keySet().equals(hwloc.nodes.keySet())) {
            differences.add("cells " + cells.keySet() + " for " + hwloc.nodes.keySet());
        }
        hwloc.nodes.forEach((id, node) -> {
            NumaNode cell = cells.get(id);
            if (cell != null && (cell.memoryMb() < node.leastMb() || cell.memoryMb() > node.mostMb())) {
                differences.add("cell " + id + " with " + cell.memoryMb() + " MiB for " + node.leastMb() + " to "
                        + node.mostMb());
            }
            if (cell != null && !cell.cpus().isEmpty() && !cell.cpus().equals(node.cpus())) {
                differences.add("cell " + id + " with CPUs " + cell.cpus() + " for " + node.cpus());
            }
        });
        TreeSet<CpuSet> cores = new TreeSet<>(Comparator.comparing(CpuSet::toString));
        cells.values().forEach(cell -> cores.addAll(cell.siblings()));
        if (!hwloc.cores.isEmpty() && !host.cells().isEmpty() && !cores.equals(hwloc.cores)) {
            differences.add("cores " + cores + " for " + hwloc.cores);
        }
        return differences;
    }

    private static List<String> misplaced(HostInventory host, HwlocTopology hwloc) {
        return host.devices().stream()
                .flatMap(device -> place(device, host, hwloc).stream())
                .toList();
    }

    /** A device that hwloc has near the whole host may be in any cell: hwloc does not tell it from an unknown place. */
    private static Optional<String> place(PciDevice device, HostInventory host, HwlocTopology hwloc) {
        Optional<CpuSet> near = hwloc.devices.getOrDefault(device.address().toString(), Optional.empty());
        if (near.isEmpty() || near.get().equals(hwloc.cpus)) {
            return Optional.empty();
        }
        OptionalInt expected = host.cells().stream()
                .filter(cell -> cell.cpus().equals(near.get()))
                .mapToInt(NumaNode::id)
                .findFirst();
        return device.numaNode().equals(expected)
                ? Optional.empty()
                : Optional.of(device.address() + " in cell " + device.numaNode() + " for CPUs " + near.get());
    }

    /** Where the kernel has no notion of cells hwloc makes one of the whole machine. */
    private static TreeMap<Integer, NumaNode> cells(HostInventory host) {
        TreeMap<Integer, NumaNode> cells = new TreeMap<>();
        host.cells().forEach(cell -> cells.put(cell.id(), cell));
        if (cells.isEmpty()) {
            cells.put(
                    0,
                    new NumaNode(
                            0,
                            host.cpus().online(),
                            List.of(),
                            host.memoryMb(),
                            List.of(),
                            OptionalInt.empty(),
                            ImmutableSortedMap.of()));
        }
        return cells;
    }

    private static String row(
            String name, HostInventory host, HwlocTopology hwloc, boolean isEqual, boolean isWithoutProc) {
        String equal = "equal"
                + (isWithoutProc ? ", with an empty /proc" : "")
                + (hwloc.persistent > 0 ? ", " + hwloc.persistent + " cells of persistent memory among them" : "");
        String reason = isEqual ? equal : REASONS.containsKey(name) ? REASONS.get(name).text : "UNEXPLAINED";
        return "| " + name + " | " + hwloc.nodes.size() + " | " + hwloc.cpus.size() + " | "
                + cells(host).size() + " | " + host.cpus().count() + " | " + host.memoryMb() + " | " + reason + " |";
    }

    private static String table(List<String> rows, int differing) {
        return "\n" + (rows.size() - differing) + " of " + rows.size() + " are equal; "
                + EnumSet.copyOf(REASONS.values()).size() + " reasons stand for the others.\n\n"
                + "| test of hwloc | its nodes | its CPUs | cells here | CPUs here | MEMORY_MB | |\n"
                + "|---|---|---|---|---|---|---|\n"
                + rows.stream().collect(Collectors.joining("\n")) + "\n";
    }
}
