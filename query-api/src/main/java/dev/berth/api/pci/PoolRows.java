package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The pools of all hosts of a region as rows of a JSON array. A device table never changes, so the rows of a host are
 * encoded once for each table that it has and are copied into every answer until it has another; only the tables of the
 * last answer are remembered. Thread-safe.
 */
final class PoolRows {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final SerializedString COMMA = new SerializedString(",");

    private final HostWriter writer;
    private final ConcurrentMap<Region, Map<ProviderId, Encoded>> last = new ConcurrentHashMap<>();

    /** Writes the rows of one host, none or several JSON objects. */
    @FunctionalInterface
    interface HostWriter {
        void write(JsonGenerator json, ProviderId host, DeviceTable table) throws IOException;
    }

    private record Encoded(DeviceTable table, SerializedString rows) {}

    PoolRows(HostWriter writer) {
        this.writer = writer;
    }

    /** Writes the rows into an array that has been begun and is empty. */
    void write(JsonGenerator json, RegionView view) throws IOException {
        Map<ProviderId, Encoded> before = last.getOrDefault(view.region(), Map.of());
        Map<ProviderId, Encoded> now = new HashMap<>(2 * before.size());
        boolean isFirst = true;
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            Encoded known = before.get(host._1());
            Encoded encoded = known != null && known.table() == host._2() ? known : encode(host._1(), host._2());
            now.put(host._1(), encoded);
            if (!encoded.rows().getValue().isEmpty()) {
                if (!isFirst) {
                    json.writeRaw(COMMA);
                }
                json.writeRaw(encoded.rows());
                isFirst = false;
            }
        }
        last.put(view.region(), now);
    }

    private Encoded encode(ProviderId host, DeviceTable table) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            // Rows at the top of a document are separated by a blank unless told otherwise.
            json.setRootValueSeparator(COMMA);
            writer.write(json, host, table);
        }
        return new Encoded(table, new SerializedString(text.toString()));
    }
}
