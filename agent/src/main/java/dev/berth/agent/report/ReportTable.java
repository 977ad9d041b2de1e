package dev.berth.agent.report;

import dev.berth.agent.host.CpuSet;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Printable;
import dev.berth.events.model.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report as people read it: the provider tree with what each provider has, NUMA cells, and the offered devices. */
public final class ReportTable {
    /** The longest text of a cell, in characters; all traits of a provider fit. */
    private static final int CELL_MAX = 20_000;

    private ReportTable() {}

    /** Lines of text, the last one ended; problems instead of the report if there are any. */
    public static String render(ReportAttempt attempt) {
        List<String> lines = new ArrayList<>();
        attempt.problems().forEach(problem -> lines.add("problem: " + Printable.of(problem)));
        attempt.warnings().forEach(warning -> lines.add("warning: " + Printable.of(warning)));
        attempt.report().ifPresent(report -> {
            lines.addAll(aligned(providers(report)));
            if (!report.cells().isEmpty()) {
                lines.add("");
                lines.addAll(aligned(cells(report)));
            }
            lines.add("");
            lines.addAll(report.devices().isEmpty() ? List.of("no PCI devices offered") : aligned(devices(report)));
        });
        return lines.stream().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private static List<List<String>> providers(ReportedHost report) {
        TreeMap<ProviderId, List<ReportedProvider>> children = new TreeMap<>();
        report.providers()
                .forEach(provider -> provider.parent()
                        .ifPresent(parent -> children.computeIfAbsent(parent, id -> new ArrayList<>())
                                .add(provider)));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROVIDER", "UUID", "INVENTORIES", "TRAITS"));
        addBelow(report.providers().get(0), "", "", children, rows);
        return rows;
    }

    private static void addBelow(
            ReportedProvider provider,
            String branch,
            String indent,
            TreeMap<ProviderId, List<ReportedProvider>> children,
            List<List<String>> rows) {
        rows.add(List.of(
                branch + provider.name(),
                provider.provider().toString(),
                provider.inventories().entrySet().stream()
                        .map(entry -> entry.getKey() + inventory(entry.getValue()))
                        .collect(Collectors.joining("  ")),
                provider.traits().stream().map(Object::toString).collect(Collectors.joining(" "))));
        List<ReportedProvider> below = children.getOrDefault(provider.provider(), List.of());
        for (int i = 0; i < below.size(); i++) {
            boolean isLast = i == below.size() - 1;
            addBelow(
                    below.get(i), indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "), children, rows);
        }
    }

    private static String inventory(InventoryRecord inventory) {
        return " " + inventory.total()
                + (inventory.reserved() == 0 ? "" : " (" + inventory.reserved() + " reserved)")
                + (inventory.allocationRatio() == 1.0 ? "" : " x" + inventory.allocationRatio());
    }

    private static List<List<String>> cells(ReportedHost report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CELL", "SHARED CPUS", "DEDICATED CPUS", "CORES", "MEMORY_MB", "PAGES", "SOCKET"));
        for (NumaCell cell : report.cells()) {
            rows.add(List.of(
                    Integer.toString(cell.id()),
                    orDash(CpuSet.of(cell.sharedCpus()).toString()),
                    orDash(CpuSet.of(cell.dedicatedCpus()).toString()),
                    Integer.toString(cell.siblings().size()),
                    Long.toString(cell.memoryMb()),
                    cell.pages().stream()
                            .map(pages -> pages.total() + " of " + pages.sizeKb() + " KiB")
                            .collect(Collectors.joining(", ")),
                    cell.socket().isPresent() ? Integer.toString(cell.socket().getAsInt()) : "?"));
        }
        return rows;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static List<List<String>> devices(ReportedHost report) {
        TreeMap<ProviderId, String> names = new TreeMap<>();
        report.providers().forEach(provider -> names.put(provider.provider(), provider.name()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ADDRESS", "VENDOR:PRODUCT", "TYPE", "NUMA", "UNIT OF", "TAGS", "FACTS"));
        for (PciDevice device : report.devices()) {
            rows.add(List.of(
                    device.address().toString(),
                    device.vendorId() + ":" + device.productId(),
                    device.type().text(),
                    device.numaNode().isPresent()
                            ? Integer.toString(device.numaNode().getAsInt())
                            : "?",
                    device.provider().map(names::get).orElse("-"),
                    words(device.tags()),
                    words(device.facts())));
        }
        return rows;
    }

    private static String words(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Columns as wide as their widest cell, two blanks apart. */
    private static List<String> aligned(List<List<String>> cells) {
        List<List<String>> rows = cells.stream()
                .map(row ->
                        row.stream().map(cell -> Printable.of(cell, CELL_MAX)).toList())
                .toList();
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
