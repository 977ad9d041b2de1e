package dev.berth.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What hwloc says of a machine, read from what lstopo prints: as text, with a level deeper an object, or as XML. */
final class HwlocTopology {
    private static final Pattern TEXT = Pattern.compile("( *)([A-Za-z0-9]+)(\\([^)]*\\))? L#\\d+(.*)");
    private static final Pattern OS_INDEX = Pattern.compile("P#(\\d+)");
    private static final Pattern LOCAL = Pattern.compile("local=(\\d+)(KiB|MiB|GiB|TiB)");
    private static final Pattern BUS_ID = Pattern.compile("busid=([0-9a-f:.]+)");
    private static final Pattern XML = Pattern.compile("<object type=\"(\\w+)\"([^>]*?)(/?)>|</object>");

    /** Memory in MiB: from the least to the most that the printed number can stand for. */
    record Node(long leastMb, long mostMb, CpuSet cpus) {}

    private static final class Item {
        final String type;
        final String text;
        final List<Item> below = new ArrayList<>();

        Item(String type, String text) {
            this.type = type;
            this.text = text;
        }
    }

    final TreeMap<Integer, Node> nodes = new TreeMap<>();
    final TreeSet<CpuSet> cores = new TreeSet<>(Comparator.comparing(CpuSet::toString));

    /** The CPUs that a device is near; empty for one that is near all. */
    final TreeMap<String, Optional<CpuSet>> devices = new TreeMap<>();

    final CpuSet cpus;

    /** Nodes of persistent memory, which the text alone marks. */
    int persistent;

    static HwlocTopology read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return new HwlocTopology(text, file.toString().endsWith(".xml"));
    }

    private HwlocTopology(String text, boolean isXml) {
        Item machine = isXml ? ofXml(text) : ofText(text);
        this.cpus = cpus(machine);
        walk(machine, machine, machine);
    }

    private void walk(Item item, Item parent, Item machine) {
        if (item.type.equals("NUMANode")) {
            Matcher local = find(LOCAL, item.text);
            long unitMb = local == null ? 0 : unitMb(local.group(2));
            long mb = local == null ? 0 : Long.parseLong(local.group(1)) * unitMb;
            nodes.put(osIndex(item), new Node(mb - unitMb, mb + unitMb, cpus(parent)));
        } else if (item.type.equals("Core")) {
            cores.add(cpus(item));
        }
        Matcher busId = item.type.startsWith("PCI") && !item.type.contains("Bridge") ? find(BUS_ID, item.text) : null;
        if (busId != null) {
            devices.put(busId.group(1), parent == machine ? Optional.empty() : Optional.of(cpus(parent)));
        }
        boolean isBridge = item.type.contains("Bridge");
        item.below.forEach(child -> walk(child, isBridge ? parent : item, machine));
    }

    private static CpuSet cpus(Item item) {
        List<Integer> found = new ArrayList<>();
        Deque<Item> open = new ArrayDeque<>(List.of(item));
        while (!open.isEmpty()) {
            Item next = open.pop();
            if (next.type.equals("PU")) {
                found.add(osIndex(next));
            }
            next.below.forEach(open::push);
        }
        return CpuSet.of(found);
    }

    private static int osIndex(Item item) {
        Matcher index = find(OS_INDEX, item.text);
        return index == null ? -1 : Integer.parseInt(index.group(1));
    }

    private static Matcher find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher : null;
    }

    private static long unitMb(String unit) {
        return switch (unit) {
            case "GiB" -> 1L << 10;
            case "TiB" -> 1L << 20;
            default -> 1;
        };
    }

    private Item ofText(String text) {
        Item machine = new Item("Machine", "");
        Deque<Item> path = new ArrayDeque<>(List.of(machine));
        Deque<Integer> depths = new ArrayDeque<>(List.of(0));
        for (String line :
                text.lines().skip(1).takeWhile(line -> line.startsWith(" ")).toList()) {
            Matcher matcher = TEXT.matcher(line);
            if (!matcher.matches() || matcher.group(2).equals("depth")) {
                continue;
            }
            int depth = matcher.group(1).length();
            while (depths.peek() >= depth) {
                depths.pop();
                path.pop();
            }
            persistent += "(NVM)".equals(matcher.group(3)) ? 1 : 0;
            Item item = new Item(matcher.group(2), matcher.group(4));
            path.peek().below.add(item);
            path.push(item);
            depths.push(depth);
        }
        return machine;
    }

    /** The XML that lstopo writes has one object a tag, and nothing else is needed of it. */
    private static Item ofXml(String text) {
        Deque<Item> path = new ArrayDeque<>();
        Item machine = null;
        Matcher matcher = XML.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) == null) {
                path.pop();
                continue;
            }
            Item item = new Item(matcher.group(1), asText(matcher.group(2)));
            if (machine == null) {
                machine = item;
            } else {
                path.peek().below.add(item);
            }
            if (matcher.group(3).isEmpty()) {
                path.push(item);
            }
        }
        return machine;
    }

    private static String asText(String attributes) {
        Matcher memory = find(Pattern.compile("local_memory=\"(\\d+)\""), attributes);
        return attributes.replaceAll(".*\\bos_index=\"(\\d+)\".*", "P#$1")
                + (memory == null ? "" : " local=" + (Long.parseLong(memory.group(1)) >> 20) + "MiB")
                + attributes.replaceAll(".*\\bpci_busid=\"([^\"]+)\".*", " busid=$1");
    }
}
