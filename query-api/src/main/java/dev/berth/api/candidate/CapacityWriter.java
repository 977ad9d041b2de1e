package dev.berth.api.candidate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.Position;
import dev.berth.ledger.candidate.capacity.CapacityReport;
import dev.berth.ledger.candidate.capacity.CapacityReport.By;
import dev.berth.ledger.candidate.capacity.CapacityReport.GroupCapacity;
import dev.berth.ledger.candidate.capacity.CapacityReport.HostCapacity;
import dev.berth.ledger.candidate.capacity.CapacityReport.Shortage;
import dev.berth.ledger.candidate.capacity.Reduction;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes a {@link CapacityReport} as JSON. */
final class CapacityWriter {
    /** How many hosts, aggregates and traits one answer has, those with the most; some 150 bytes each. */
    private static final int ROWS_MAX = 10_000;

    private CapacityWriter() {}

    static void write(JsonGenerator json, Position position, CapacityReport report, Set<By> by) throws IOException {
        json.writeStartObject();
        json.writeNumberField("capacity", report.total());
        json.writeBooleanField("at_least", report.isCut());
        json.writeBooleanField("explained_in_part", report.isCut() || report.isPartlyExplained());
        json.writeBooleanField("hosts_share", report.doShare());
        json.writeStringField("position", position.isNowhere() ? null : position.toString());
        json.writeArrayFieldStart("runs_out");
        for (Shortage shortage : report.shortages()) {
            json.writeStartObject();
            write(json, "lacks", shortage.of());
            json.writeNumberField("hosts", shortage.hosts());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("hosts_never", report.never());
        json.writeArrayFieldStart("reductions");
        for (Reduction reduction : report.reductions()) {
            write(json, reduction);
        }
        json.writeEndArray();
        if (by.contains(By.HOST)) {
            writeHosts(json, report.hosts());
        }
        if (by.contains(By.AGGREGATE)) {
            writeGroups(json, "aggregate", report.aggregates());
        }
        if (by.contains(By.TRAIT)) {
            writeGroups(json, "trait", report.traits());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Reduction reduction) throws IOException {
        json.writeStartArray();
        for (Reduction.Change change : reduction.changes()) {
            json.writeStartObject();
            json.writeStringField("parameter", change.parameter());
            json.writeStringField("of", change.of());
            json.writeNumberField("from", change.from());
            json.writeNumberField("to", change.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHosts(JsonGenerator json, List<HostCapacity> hosts) throws IOException {
        json.writeArrayFieldStart("by_host");
        for (HostCapacity host : hosts.subList(0, Math.min(hosts.size(), ROWS_MAX))) {
            json.writeStartObject();
            json.writeStringField("root", host.root().toString());
            json.writeStringField("root_name", host.name());
            json.writeNumberField("capacity", host.count());
            write(json, "lacks", host.lacks());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeLeftOut(json, "hosts_left_out", hosts);
    }

    private static void writeGroups(JsonGenerator json, String kind, List<GroupCapacity> groups) throws IOException {
        json.writeArrayFieldStart("by_" + kind);
        for (GroupCapacity group : groups.subList(0, Math.min(groups.size(), ROWS_MAX))) {
            json.writeStartObject();
            json.writeStringField(kind, group.name());
            json.writeNumberField("capacity", group.count());
            json.writeNumberField("hosts", group.hosts());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeLeftOut(json, kind + "s_left_out", groups);
    }

    private static void writeLeftOut(JsonGenerator json, String field, List<?> rows) throws IOException {
        json.writeNumberField(field, Math.max(0, rows.size() - ROWS_MAX));
    }

    private static void write(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
