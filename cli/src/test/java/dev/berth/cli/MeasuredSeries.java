package dev.berth.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape of /metrics has: families with their types, and samples with the values of their labels. */
final class MeasuredSeries {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Map<String, Set<String>>> samples = new TreeMap<>();

    private MeasuredSeries() {}

    static MeasuredSeries of(String scrape) {
        MeasuredSeries series = new MeasuredSeries();
        scrape.lines().forEach(series::read);
        return series;
    }

    private void read(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            types.put(type.group(1), type.group(2));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        if (!line.startsWith("#") && sample.matches()) {
            Map<String, Set<String>> labels = samples.computeIfAbsent(sample.group(1), name -> new TreeMap<>());
            if (sample.group(2) != null) {
                Matcher label = LABEL.matcher(sample.group(2));
                while (label.find()) {
                    labels.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                            .add(label.group(2));
                }
            }
        }
    }

    /** The type of each family, by its name. */
    Map<String, String> types() {
        return types;
    }

    /** The values of each label of a sample's name; empty if there is no such sample. */
    Map<String, Set<String>> labels(String sample) {
        return samples.getOrDefault(sample, Map.of());
    }

    boolean has(String sample) {
        return samples.containsKey(sample);
    }

    /** The labels of a family but for those that its type brings with it. */
    Set<String> labelsOfFamily(String family) {
        Set<String> labels = new TreeSet<>();
        for (String end : new String[] {"", "_bucket", "_count"}) {
            labels.addAll(labels(family + end).keySet());
        }
        labels.remove("le");
        labels.remove("quantile");
        return labels;
    }
}
