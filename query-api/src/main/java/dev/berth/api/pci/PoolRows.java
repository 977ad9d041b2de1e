package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.projector.store.RegionSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The pools of all hosts of a region as rows of a JSON array. The rows of a host are encoded once and are copied into
 * every answer until its pools are kept as others; only those of the last answer are remembered. Thread-safe.
 */
final class PoolRows {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final SerializedString COMMA = new SerializedString(",");

    private final HostWriter writer;
    private final ConcurrentMap<Region, Map<ProviderId, Encoded>> last = new ConcurrentHashMap<>();

    /** Writes the rows of one host, none or several JSON objects. */
    @FunctionalInterface
    interface HostWriter {
        void write(JsonGenerator json, HostPools pools) throws IOException;
    }

    /**
     * The rows of a host.
     *
     * @param kept the pools as the store keeps them
     */
    private record Encoded(byte[] kept, SerializedString rows) {}

    PoolRows(HostWriter writer) {
        this.writer = writer;
    }

    /** Writes the rows into an array that has been begun and is empty. */
    void write(JsonGenerator json, RegionSnapshot region) throws IOException {
        Map<ProviderId, Encoded> before = last.getOrDefault(region.region(), Map.of());
        Map<ProviderId, Encoded> now = new HashMap<>(2 * before.size());
        boolean isFirst = true;
        for (Map.Entry<ProviderId, byte[]> host : region.pools().entrySet()) {
            Encoded known = before.get(host.getKey());
            Encoded encoded =
                    known != null && Arrays.equals(known.kept(), host.getValue()) ? known : encode(host.getValue());
            now.put(host.getKey(), encoded);
            if (!encoded.rows().getValue().isEmpty()) {
                if (!isFirst) {
                    json.writeRaw(COMMA);
                }
                json.writeRaw(encoded.rows());
                isFirst = false;
            }
        }
        last.put(region.region(), now);
    }

    private Encoded encode(byte[] kept) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            // Rows at the top of a document are separated by a blank unless told otherwise.
            json.setRootValueSeparator(COMMA);
            writer.write(json, StateCodec.HOST_POOLS.decode(kept));
        }
        return new Encoded(kept, new SerializedString(text.toString()));
    }
}
