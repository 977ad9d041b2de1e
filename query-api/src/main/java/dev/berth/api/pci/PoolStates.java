package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.TrackedDevice;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many devices of one pool are in which state.
 *
 * @param first one of them, of whose key the others are
 * @param counts by the word for the state; none is 0
 */
record PoolStates(PciDevice first, Map<String, Integer> counts) {
    private static final String FREE = "available";

    /** The devices by their key, in its order. */
    static <K extends Comparable<K>> Collection<PoolStates> of(
            List<TrackedDevice> devices, Function<PciDevice, K> key) {
        TreeMap<K, PoolStates> pools = new TreeMap<>();
        for (TrackedDevice device : devices) {
            pools.computeIfAbsent(key.apply(device.device()), none -> new PoolStates(device.device(), new TreeMap<>()))
                    .counts()
                    .merge(device.state(), 1, Integer::sum);
        }
        return pools.values();
    }

    int free() {
        return counts.getOrDefault(FREE, 0);
    }

    void write(JsonGenerator json, String field) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Integer> state : counts.entrySet()) {
            json.writeNumberField(state.getKey(), state.getValue());
        }
        json.writeEndObject();
    }
}
