package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.GuardedWrite;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Changes the inventories of a provider, in the generation in which they were read or in one that is given. */
record InventoriesWrite(PlacementOptions placement, String provider, String uuid) {
    private static final String GENERATION = "resource_provider_generation";

    /**
     * Writes them as they come out of a change, which may be made several times.
     *
     * @param change of the inventories as the API shows them, by class
     */
    void change(OptionalLong generation, Consumer<ObjectNode> change) throws InterruptedException {
        String path = "/resource_providers/" + uuid + "/inventories";
        if (generation.isPresent()) {
            ObjectNode body = changed(placement.get(path), change);
            body.put(GENERATION, generation.getAsLong());
            PlacementRefusal.granted(placement.service().put(path, body));
        } else {
            new GuardedWrite("provider " + provider, placement)
                    .write(
                            () -> placement.get(path),
                            before -> placement.service().put(path, changed(before, change)));
        }
    }

    private static ObjectNode changed(JsonNode before, Consumer<ObjectNode> change) {
        ObjectNode body = before.deepCopy();
        change.accept((ObjectNode) body.path("inventories"));
        return body;
    }
}
