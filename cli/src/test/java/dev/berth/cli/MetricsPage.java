package dev.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/metrics.md as data: the series that it lists, and the alerts that it explains. */
final class MetricsPage {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9_]+)` \\| (\\w+) \\|([^|]*)\\| [^|]+ \\|");
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`");
    private static final Pattern ALERT = Pattern.compile("### (Berth\\w+)");

    private MetricsPage() {}

    /** A family of series. */
    record Family(String type, Set<String> labels) {
        /** The names of its samples. */
        Set<String> samples(String name) {
            return switch (type) {
                case "histogram" -> Set.of(name + "_bucket", name + "_count", name + "_sum");
                case "summary" -> Set.of(name + "_count", name + "_sum");
                default -> Set.of(name);
            };
        }
    }

    /** The families by name, as the tables have them. */
    static Map<String, Family> families() throws IOException {
        Map<String, Family> families = new LinkedHashMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> labels = LABEL.matcher(row.group(3))
                        .results()
                        .map(label -> label.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
                families.put(row.group(1), new Family(row.group(2), labels));
            }
        }
        return families;
    }

    /** The labels of each sample's name. */
    static Map<String, Set<String>> samples() throws IOException {
        Map<String, Set<String>> samples = new LinkedHashMap<>();
        families()
                .forEach((name, family) -> family.samples(name).forEach(sample -> {
                    Set<String> labels = new TreeSet<>(family.labels());
                    if (sample.endsWith("_bucket")) {
                        labels.add("le");
                    }
                    samples.put(sample, labels);
                }));
        return samples;
    }

    /** The alerts that have a section. */
    static Set<String> alerts() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ALERT::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
