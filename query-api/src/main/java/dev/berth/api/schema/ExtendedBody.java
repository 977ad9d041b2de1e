package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * The body of a request in two parts, each for a schema of its own. Not thread-safe.
 *
 * @param rest what Placement knows
 * @param extension the fields that Berth adds, in the order in which they were sent
 */
public record ExtendedBody(JsonNode rest, ObjectNode extension) {
    /** Moves the fields of the extension out of a value that was just read. */
    static ExtendedBody split(JsonNode value, Collection<String> names) {
        ObjectNode extension = JsonNodeFactory.instance.objectNode();
        value.properties().removeIf(field -> {
            boolean isOfExtension = names.contains(field.getKey());
            if (isOfExtension) {
                extension.set(field.getKey(), field.getValue());
            }
            return isOfExtension;
        });
        return new ExtendedBody(value, extension);
    }
}
