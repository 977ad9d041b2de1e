package dev.berth.cli.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.projector.Health;
import dev.berth.projector.PartitionHealth.State;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one line that says that the service listens, where, and what it knows of the log's partitions. An instance that
 * has just joined others may know nobody yet who serves them, and is not ready then.
 *
 * @param health how the instance is at that moment
 */
record ReadyLine(String url, String auth, String kafka, String registry, Health health) {
    void print(PrintWriter out, boolean asJson) {
        double seconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
        if (asJson) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("url", url)
                    .put("auth", auth)
                    .put("kafka", kafka)
                    .put("registry", registry)
                    .put("seconds", seconds)
                    .put("pid", ProcessHandle.current().pid())
                    .put("ready", health.isReady());
            ObjectNode partitions = json.putObject("partitions");
            byState().forEach((state, count) -> partitions.put(state.toString(), count));
            out.println(json);
        } else {
            out.printf(
                    "%s at %s (auth %s, Kafka %s, schema registry %s) after %.1f s%s%n",
                    health.isReady() ? "ready" : "not ready yet",
                    Printable.of(url),
                    auth,
                    Printable.of(kafka),
                    Printable.of(registry),
                    seconds,
                    Printable.of(known()));
        }
        out.flush();
    }

    /** What is known of the partitions; nothing where all are served here, which is what one expects. */
    private String known() {
        Map<State, Long> counts = byState();
        if (health.isReady() && Set.of(State.SERVED).containsAll(counts.keySet())) {
            return "";
        }
        String partitions = counts.isEmpty()
                ? ""
                : "; of " + CountText.of(health.partitions().size(), "partition") + " "
                        + counts.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey())
                                .collect(Collectors.joining(", "));
        List<String> reasons = health.whyNotReady();
        return reasons.isEmpty() ? partitions : partitions + ". " + reasons.get(0) + " /readyz tells when it is ready.";
    }

    private Map<State, Long> byState() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        health.partitions().forEach(partition -> counts.merge(partition.state(), 1L, Long::sum));
        return counts;
    }
}
