package dev.berth.simulator.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A {@link TraceReport} as JSON: shares are of the GPU capacity, 1 being all of it. */
public final class TraceJson {
    private TraceJson() {}

    public static ObjectNode of(TraceReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("trace", report.tasks().getFileName().toString())
                .put("hosts", report.hosts())
                .put("gpus", report.gpus())
                .put("tasks", report.traceTasks())
                .put("arrivals", report.arrivals().text())
                .put("gpu_unit", report.unit().text());
        ArrayNode seeds = json.putArray("seeds");
        report.seeds().forEach(seeds::add);
        ArrayNode policies = json.putArray("policies");
        report.lines().forEach(line -> policies.add(json(line)));
        ArrayNode published = json.putArray("published");
        report.published().forEach(line -> {
            ArrayNode points =
                    published.addObject().put("policy", line.policy()).putArray("points");
            for (int at = 0; at < PublishedResults.ASKED.size(); at++) {
                points.addObject()
                        .put("asked_share", PublishedResults.ASKED.get(at))
                        .put("allocated_share", line.allocatedPercent().get(at) / 100);
            }
        });
        return json;
    }

    private static ObjectNode json(TraceReport.Line line) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("policy", line.policy().text())
                .put("lowest_allocated_share", line.lowest())
                .put("highest_allocated_share", line.highest());
        ArrayNode points = json.putArray("points");
        line.points()
                .forEach(point -> points.addObject()
                        .put("asked_share", point.askedShare())
                        .put("allocated_share", point.allocatedShare())
                        .put("held_share", point.heldShare())
                        .put("stranded_gpus", point.strandedGpus())
                        .put("fragmented_share", point.fragmentedShare())
                        .put("tasks", point.tasks())
                        .put("refused", point.refused()));
        return json;
    }
}
