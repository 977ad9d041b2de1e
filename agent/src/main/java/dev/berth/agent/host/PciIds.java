package dev.berth.agent.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names of PCI products in the list of the PCI ID project, where a distribution has installed it. The list is read
 * line by line, for it has some 40,000 of them and few are asked for.
 */
record PciIds(List<Path> files) {
    /** Debian and Ubuntu have the first, Red Hat and SUSE the second. */
    static final PciIds INSTALLED =
            new PciIds(List.of(Path.of("/usr/share/misc/pci.ids"), Path.of("/usr/share/hwdata/pci.ids")));

    private static final int ID_LENGTH = 4;
    private static final int NAME_LENGTH_MAX = 255;

    /**
     * The names of those products that the first readable list knows.
     *
     * @param wanted vendor and product id, as {@code 10de:1db6}
     */
    Map<String, String> names(Set<String> wanted, HostWarnings warnings) {
        TreeMap<String, String> names = new TreeMap<>();
        if (wanted.isEmpty()) {
            return names;
        }
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                Reader reader = new Reader(wanted, names);
                new KernelTree(file.getParent(), warnings)
                        .lines(file.getFileName().toString(), reader::line);
                return names;
            }
        }
        return names;
    }

    /** A vendor's line begins with its id, a product's below it with a tab, and what is below that with two. */
    private static final class Reader {
        private final Set<String> wanted;
        private final Map<String, String> names;
        private String vendor = "";

        Reader(Set<String> wanted, Map<String, String> names) {
            this.wanted = wanted;
            this.names = names;
        }

        void line(String line) {
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("\t\t")) {
                return;
            }
            if (!line.startsWith("\t")) {
                // Classes of devices follow the vendors, as "C 03  Display controller".
                vendor = line.length() > ID_LENGTH && line.charAt(ID_LENGTH) == ' ' ? line.substring(0, ID_LENGTH) : "";
                return;
            }
            if (line.length() > ID_LENGTH + 1) {
                String id = vendor + ":" + line.substring(1, ID_LENGTH + 1);
                if (wanted.contains(id)) {
                    names.putIfAbsent(id, name(line.substring(ID_LENGTH + 1)));
                }
            }
        }

        private static String name(String latin) {
            String name = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    .replaceAll("\\p{Cntrl}", " ")
                    .strip();
            return name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX));
        }
    }
}
