package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What proc/cpuinfo says, whose form each architecture has of its own. Most have a block a CPU that begins with
 * {@code processor : 0}; s390 has lines {@code processor 0: version = …} and, since Linux 4.10, blocks that begin with
 * {@code cpu number : 0}; sparc and alpha list states, {@code CPU0 : online}.
 *
 * @param cpus the ids of the CPUs that it lists
 * @param cores the socket and core of a CPU, where it tells them, as one text
 * @param sockets the socket of a CPU, where it tells it
 * @param vendor who made the CPUs, as x86 has it; empty where it does not say
 * @param models what a CPU is called, as PowerPC has it
 * @param flags the features that all CPUs have, in the words of the kernel
 */
record CpuInfo(
        CpuSet cpus,
        ImmutableSortedMap<Integer, String> cores,
        ImmutableSortedMap<Integer, Integer> sockets,
        String vendor,
        ImmutableSortedSet<String> models,
        ImmutableSortedSet<String> flags) {
    static CpuInfo read(KernelTree proc) {
        Parser parser = new Parser();
        proc.lines("cpuinfo", parser::line);
        return parser.read();
    }

    private static final class Parser {
        private static final Pattern ID = Pattern.compile("[0-9]{1,5}");
        private static final Pattern KEY_WITH_ID = Pattern.compile("(processor |cpu)([0-9]{1,5})");

        private final List<Integer> ids = new ArrayList<>();
        private final TreeMap<Integer, String> sockets = new TreeMap<>();
        private final TreeMap<Integer, String> cores = new TreeMap<>();
        private final TreeSet<String> models = new TreeSet<>();
        private TreeSet<String> flags;
        private String lastFlags = "";
        private String vendor = "";
        private int current = -1;

        void line(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return;
            }
            String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (key) {
                case "processor", "cpu number" -> begin(value);
                case "physical id" -> put(sockets, value);
                case "core id" -> put(cores, value);
                case "vendor_id" -> vendor = vendor.isEmpty() ? value : vendor;
                case "cpu" -> models.add(value);
                case "flags", "features" -> flags(value);
                default -> keyWithId(key, value);
            }
        }

        /** Old ARM kernels begin with {@code Processor : ARMv7}, which is none. */
        private void begin(String id) {
            if (ID.matcher(id).matches()) {
                current = Integer.parseInt(id);
                ids.add(current);
            }
        }

        private void keyWithId(String key, String value) {
            Matcher matcher = KEY_WITH_ID.matcher(key);
            if (matcher.matches() && (key.startsWith("processor") || value.equalsIgnoreCase("online"))) {
                begin(matcher.group(2));
            }
        }

        private void put(TreeMap<Integer, String> of, String value) {
            if (current >= 0 && ID.matcher(value).matches()) {
                of.put(current, value);
            }
        }

        /** Nearly always all CPUs have the same, so the text is mostly compared and not taken apart. */
        private void flags(String value) {
            if (flags != null && value.equals(lastFlags)) {
                return;
            }
            lastFlags = value;
            List<String> words = Arrays.asList(value.split("\\s+"));
            if (flags == null) {
                flags = new TreeSet<>(words);
            } else {
                flags.retainAll(new TreeSet<>(words));
            }
        }

        CpuInfo read() {
            TreeMap<Integer, String> coreOf = new TreeMap<>();
            cores.forEach((cpu, core) -> coreOf.put(cpu, sockets.getOrDefault(cpu, "-") + "/" + core));
            TreeMap<Integer, Integer> socketOf = new TreeMap<>();
            sockets.forEach((cpu, socket) -> socketOf.put(cpu, Integer.parseInt(socket)));
            return new CpuInfo(
                    CpuSet.of(ids),
                    ImmutableSortedMap.copyOfSorted(coreOf),
                    ImmutableSortedMap.copyOfSorted(socketOf),
                    vendor,
                    ImmutableSortedSet.copyOf(models),
                    flags == null ? ImmutableSortedSet.of() : ImmutableSortedSet.copyOf(flags));
        }
    }
}
