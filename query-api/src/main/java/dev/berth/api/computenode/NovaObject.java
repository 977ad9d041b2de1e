package dev.berth.api.computenode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The envelope in which nova writes its versioned objects: its primitive form, without changes. Stateless. */
final class NovaObject {
    private NovaObject() {}

    static ObjectNode of(String name, String version, ObjectNode data) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("nova_object.name", name)
                .put("nova_object.namespace", "nova")
                .put("nova_object.version", version)
                .set("nova_object.data", data);
        return object;
    }
}
