package dev.berth.auditor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A report as a program reads it: one JSON object. */
public final class ReportJson {
    private ReportJson() {}

    public static String of(AuditReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("identical", report.isIdentical());
        root.put("commands", report.commands());
        root.put("decisions", report.decisions());
        root.put("regions", report.regions());
        root.put("states", report.states());
        root.put("undecided", report.undecided());
        root.put("foreign", report.foreign());
        ObjectNode stopped = root.putObject("stopped");
        report.stopped().forEach(stopped::put);
        root.put("difference_count", report.differenceCount());
        ArrayNode differences = root.putArray("differences");
        for (Difference difference : report.differences()) {
            ObjectNode node = differences.addObject();
            node.put("kind", difference.kind().name());
            difference.region().ifPresent(region -> node.put("region", region));
            node.put("partition", difference.partition());
            difference.offset().ifPresent(offset -> node.put("offset", offset));
            difference.recordedAt().ifPresent(offset -> node.put("decisions_offset", offset));
            node.put("recorded", difference.recorded());
            node.put("refolded", difference.refolded());
        }
        ArrayNode uncompared = root.putArray("not_compared");
        for (UncomparedRange part : report.uncompared()) {
            ObjectNode node = uncompared.addObject();
            node.put("partition", part.partition());
            part.region().ifPresent(region -> node.put("region", region));
            node.put("from", part.from());
            node.put("to", part.to());
            node.put("records", part.records());
            node.put("reason", part.reason());
        }
        if (!report.heads().isEmpty()) {
            HeadText.write(root.putArray("heads"), report.heads());
        }
        report.stores().ifPresent(stores -> write(root.putObject("stores"), stores));
        return JsonLines.pretty(root);
    }

    private static void write(ObjectNode node, StoreReport stores) {
        ArrayNode copies = node.putArray("copies");
        for (StoreReport.Copy copy : stores.copies()) {
            ObjectNode each = copies.addObject();
            each.put("instance", copy.asked().instance());
            each.put("partition", copy.asked().partition());
            each.put("role", copy.asked().role());
            each.put("offset", copy.offset());
            each.put("regions", copy.asked().regions().size());
            copy.differences().forEach(each.putArray("differences")::add);
        }
        ObjectNode unreached = node.putObject("unreached");
        stores.unreached().forEach(unreached::put);
        stores.unowned().forEach(node.putArray("unowned")::add);
    }
}
