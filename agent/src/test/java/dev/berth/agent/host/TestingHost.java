package dev.berth.agent.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host made of files: lines of text become a /proc and a /sys below a temporary directory, laid out as the kernel
 * does.
 *
 * <pre>
 * memory 16384                                      MemTotal in MiB
 * core 0,4 socket 0                                 the threads of one core
 * cell 0 cpus 0-3 memory 8192 pages 2048:100/60     huge pages as size in KiB : total / free; cpus may be none
 * pci 0000:81:00.0 8086:10fb cell 0 sriov 8 net ens1f0 mac 3c:fd:fe:00:00:01
 * vf 0000:81:10.0 8086:10ed of 0000:81:00.0         with the links in both directions
 * vdpa 0000:81:10.0 vdpa0
 * file sys/some/path = text
 * </pre>
 */
public final class TestingHost {
    private final Path root;

    private TestingHost(Path root) {
        this.root = root;
    }

    public static TestingHost in(Path root, String text) {
        TestingHost host = new TestingHost(root);
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(host::add);
        return host;
    }

    public HostReader reader() {
        return new HostReader(root.resolve("proc"), root.resolve("sys"), new PciIds(List.of(root.resolve("pci.ids"))));
    }

    public HostInventory read() {
        return reader().read(root);
    }

    /** Without the disk of the machine that the test runs on. */
    public HostInventory readWithoutDisk() {
        return reader().read(HostDisk.ofGb(0));
    }

    public void add(String line) {
        List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
        switch (words.get(0)) {
            case "memory" -> file("proc/meminfo", "MemTotal:  " + kib(words.get(1)) + " kB\nMemFree:  1 kB");
            case "core" -> core(words.get(1), option(words, "socket").orElse("0"));
            case "cell" -> cell(words);
            case "pci" -> pci(words);
            case "vf" -> virtualFunction(words);
            case "vdpa" -> vdpa(words.get(1), words.get(2));
            case "file" ->
                file(words.get(1), line.substring(line.indexOf('=') + 1).strip());
            default -> throw new IllegalStateException("expected a line of a host but got " + line);
        }
    }

    private void core(String threads, String socket) {
        for (int cpu : CpuSet.parse(threads).orElseThrow().ids()) {
            file("sys/devices/system/cpu/cpu" + cpu + "/topology/core_cpus_list", threads);
            file("sys/devices/system/cpu/cpu" + cpu + "/topology/physical_package_id", socket);
        }
        Path online = root.resolve("sys/devices/system/cpu/online");
        file("sys/devices/system/cpu/online", Files.exists(online) ? text(online) + "," + threads : threads);
    }

    private void cell(List<String> words) {
        String directory = "sys/devices/system/node/node" + words.get(1) + "/";
        option(words, "cpus").ifPresent(cpus -> file(directory + "cpulist", cpus.equals("none") ? "" : cpus));
        option(words, "memory")
                .ifPresent(mb -> file(directory + "meminfo", "Node " + words.get(1) + " MemTotal: " + kib(mb) + " kB"));
        for (String pages : words.subList(words.indexOf("pages") + 1, words.size())) {
            if (pages.contains(":")) {
                String[] fields = pages.split("[:/]");
                file(directory + "hugepages/hugepages-" + fields[0] + "kB/nr_hugepages", fields[1]);
                file(directory + "hugepages/hugepages-" + fields[0] + "kB/free_hugepages", fields[2]);
            }
        }
    }

    private String pci(List<String> words) {
        String address = words.get(1);
        String directory = "sys/devices/pci/" + address + "/";
        String[] ids = words.get(2).split(":");
        file(directory + "vendor", "0x" + ids[0]);
        file(directory + "device", "0x" + ids[1]);
        file(directory + "numa_node", option(words, "cell").orElse("-1"));
        option(words, "sriov").ifPresent(count -> file(directory + "sriov_totalvfs", count));
        option(words, "net").ifPresent(name -> file(directory + "net/" + name + "/ifindex", "2"));
        option(words, "mac")
                .ifPresent(mac -> file(directory + "net/" + option(words, "net").orElseThrow() + "/address", mac));
        link("sys/bus/pci/devices/" + address, "../../../devices/pci/" + address);
        return directory;
    }

    private void virtualFunction(List<String> words) {
        String directory = pci(words);
        String parent = option(words, "of").orElseThrow();
        link(directory + "physfn", "../" + parent);
        int number = 0;
        while (Files.exists(root.resolve("sys/devices/pci/" + parent + "/virtfn" + number))) {
            number++;
        }
        link("sys/devices/pci/" + parent + "/virtfn" + number, "../" + words.get(1));
    }

    private void vdpa(String address, String name) {
        file("sys/devices/pci/" + address + "/" + name + "/uevent", "");
        link("sys/bus/vdpa/devices/" + name, "../../../devices/pci/" + address + "/" + name);
    }

    private static Optional<String> option(List<String> words, String name) {
        int at = words.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    private static long kib(String mib) {
        return Long.parseLong(mib) * 1024;
    }

    public void file(String path, String text) {
        write(path, (text + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(String path, byte[] bytes) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void link(String path, String target) {
        try {
            Path link = root.resolve(path);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
