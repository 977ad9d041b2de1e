package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.Region;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts records of the log: by region, command, outcome and sender, and over time. Holds a bounded number of counts,
 * however long the log is. For one thread.
 */
public final class LogStats {
    /** How many senders are told apart; what others sent is counted together. */
    private static final int NAMES_MAX = 10_000;

    /** How many of each are shown to people. */
    private static final int SHOWN_MAX = 20;

    private static final String OTHERS = "others";

    private final TreeMap<String, TreeMap<String, Long>> counts = new TreeMap<>();
    private final RateOverTime rate = new RateOverTime();
    private long records;

    public void add(LogLine line) {
        records++;
        count("region", line.region().map(Region::name).orElse("none"));
        count("command", line.kind().map(Enum::name).orElse("unreadable"));
        count("outcome", line.outcome());
        count("sender", LogText.caller(line.origin()));
        rate.add(line.position().timestampMs());
    }

    private void count(String by, String name) {
        TreeMap<String, Long> of = counts.computeIfAbsent(by, none -> new TreeMap<>());
        of.merge(of.size() < NAMES_MAX || of.containsKey(name) ? name : OTHERS, 1L, Long::sum);
    }

    /** Several lines: for each of what is counted the most frequent, then how many came when. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("records  " + records);
        counts.forEach((by, of) -> {
            lines.add(by);
            List<Map.Entry<String, Long>> sorted = of.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .toList();
            sorted.stream()
                    .limit(SHOWN_MAX)
                    .forEach(each -> lines.add("%12d  %s".formatted(each.getValue(), each.getKey())));
            if (sorted.size() > SHOWN_MAX) {
                lines.add("              and " + (sorted.size() - SHOWN_MAX) + " more");
            }
        });
        lines.add("time, every " + rate.widthMs() / 1_000 + " s");
        rate.counts()
                .forEach((beginMs, count) -> lines.add("%12d  %-24s %10.3f/s"
                        .formatted(count, Instant.ofEpochMilli(beginMs), count * 1_000.0 / rate.widthMs())));
        return String.join(System.lineSeparator(), lines);
    }

    /** One JSON object on one line. */
    public String json() {
        return JsonLines.oneLine(ImmutableMap.of(
                "records",
                records,
                "counts",
                counts,
                "every_ms",
                rate.widthMs(),
                "over_time",
                rate.counts().entrySet().stream()
                        .map(each -> ImmutableMap.of("from_ms", each.getKey(), "records", each.getValue()))
                        .collect(ImmutableList.toImmutableList())));
    }
}
